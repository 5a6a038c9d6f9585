using System.Net;
using System.Text.Json;

namespace LaionGrid.Web.Tests.Datasets.Explorer.Sql;

/// <summary>Strangers' queries: they read, and can do nothing else.</summary>
public sealed class SqlPageTests : IAsyncLifetime
{
    private SiteUnderTest _site = null!; // set before any test

    public async Task InitializeAsync()
    {
        _site = await SiteUnderTest.StartAsync("--Explorer:SqlMilliseconds", "300", "--Explorer:SqlRows", "50");
        StagedData.Put(_site.Folder, StagedData.Rows);
    }

    [Theory]
    [InlineData("SELECT count(*) AS n FROM images", "200")]
    [InlineData("SELECT count(*) AS n FROM images_fts WHERE images_fts MATCH 'lighthouse'", "67")]
    [InlineData("WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 10) SELECT max(n) AS n FROM c", "10")]
    [InlineData("SELECT value AS n FROM meta WHERE key = 'images'", "200")]
    [InlineData("SELECT round(avg(score), 2) AS n FROM keys", "5.03")]
    public async Task Query_ThatReads_IsAnswered(string sql, string expected)
    {
        var answer = await AskAsync(sql);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(expected, JsonDocument.Parse(answer.Text).RootElement.GetProperty("rows")[0].GetProperty("n").ToString());
    }

    [Theory]
    [InlineData("DELETE FROM images")]
    [InlineData("UPDATE images SET prompt = 'x'")]
    [InlineData("INSERT INTO meta VALUES ('a', 'b')")]
    [InlineData("DROP TABLE images")]
    [InlineData("CREATE TABLE t (x)")]
    [InlineData("CREATE TEMP TABLE t AS SELECT * FROM images")]
    [InlineData("ATTACH 'other.sqlite' AS other")]
    [InlineData("ATTACH ':memory:' AS other")]
    [InlineData("VACUUM INTO 'stolen.sqlite'")]
    [InlineData("PRAGMA query_only = OFF")]
    [InlineData("PRAGMA database_list")]
    [InlineData("SELECT * FROM pragma_database_list")]
    [InlineData("SELECT load_extension('evil.so')")]
    [InlineData("BEGIN IMMEDIATE")]
    [InlineData("REINDEX")]
    [InlineData("INSERT INTO images_fts (images_fts) VALUES ('delete-all')")]
    [InlineData("SELECT 1; DELETE FROM images")]
    [InlineData("SELECT 1; SELECT 2")]
    [InlineData("SELECT * FROM nothing")]
    [InlineData("SELECT @parameter")]
    [InlineData("not sql at all")]
    [InlineData("SELECT 'it''s")]
    public async Task Query_ThatDoesAnythingElse_IsRefusedAndChangesNothing(string sql)
    {
        var before = await File.ReadAllBytesAsync(Path.Combine(_site.Folder, "explorer", $"{StagedData.Name}.sqlite"));

        var answer = await AskAsync(sql);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(_site.Folder, "explorer", $"{StagedData.Name}.sqlite")));
        Assert.DoesNotContain(_site.Folder, answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c")]
    [InlineData("SELECT count(*) FROM images a, images b, images c, images d")]
    [InlineData("WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n FROM c ORDER BY n DESC")]
    [InlineData("WITH RECURSIVE c(n, t) AS (SELECT 1, hex(zeroblob(30000)) UNION ALL SELECT n + 1, t FROM c) SELECT DISTINCT n, t FROM c ORDER BY t, n")]
    public async Task Query_WithoutEnd_IsStopped(string sql) => Assert.Contains("stopped", (await AskAsync(sql)).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("SELECT hex(zeroblob(1000000000))")]
    [InlineData("SELECT randomblob(500000)")]
    [InlineData("WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 10000) SELECT group_concat(hex(zeroblob(1000))) FROM c")]
    public async Task Value_WithoutEnd_IsRefused(string sql) => Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(sql)).Status);

    [Fact]
    public async Task Text_WithoutEnd_NeverComes() => Assert.True((await AskAsync("SELECT printf('%.*c', 1000000000, 'x') AS t")).Text.Length < 1000);

    [Fact]
    public async Task Rows_BeyondTheLimit_AreCutAndThatIsSaid()
    {
        var answer = JsonDocument.Parse((await AskAsync("SELECT uid FROM images")).Text).RootElement;

        Assert.Equal(50, answer.GetProperty("rows").GetArrayLength());
        Assert.True(answer.GetProperty("isCut").GetBoolean());
    }

    [Fact]
    public async Task Page_ShowsTheQueryAndTheReason()
    {
        var answer = await _site.Http.GetAsync($"/data/sql?sql={Uri.EscapeDataString("DELETE FROM images -- <b>")}");
        var page = await SiteUnderTest.ReadPageAsync(answer);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("DELETE FROM images -- <b>", page.QuerySelector("textarea")!.TextContent);
        Assert.Contains("only read", page.QuerySelector(".refusal")!.TextContent, StringComparison.Ordinal);
    }

    public async Task DisposeAsync() => await _site.DisposeAsync();

    private async Task<(HttpStatusCode Status, string Text)> AskAsync(string sql)
    {
        var answer = await _site.Http.GetAsync($"/data/sql.json?sql={Uri.EscapeDataString(sql)}");
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
