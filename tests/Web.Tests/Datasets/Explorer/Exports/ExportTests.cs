using System.Net;
using LaionGrid.Datasets.Explorer;
using LaionGrid.TestKit;
using LaionGrid.TestKit.Parquet;
using LaionGrid.Web.Datasets.Explorer.Exports;
namespace LaionGrid.Web.Tests.Datasets.Explorer.Exports;

/// <summary>Any filter, taken away as a file.</summary>
public sealed class ExportTests : IAsyncLifetime
{
    private SiteUnderTest _site = null!; // set before any test

    public async Task InitializeAsync()
    {
        _site = await SiteUnderTest.StartAsync();
        StagedData.Put(_site.Folder, StagedData.Rows);
    }

    [Theory]
    [InlineData("uids", 67)]
    [InlineData("csv", 68)]
    [InlineData("jsonl", 67)]
    public async Task Export_HasEveryRowOfTheFilter(string format, int lines) =>
        Assert.Equal(lines, (await _site.Http.GetStringAsync($"/data/export?q=lighthouse&format={format}")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

    [ParquetFact]
    public async Task Parquet_IsReadByOthers()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder["e.parquet"], await _site.Http.GetByteArrayAsync("/data/export?q=lighthouse&model=even&format=parquet"));

        var row = OutsideReader.AskDuckDb($"SELECT count(*) AS n, min(uid) AS first, max(created)::VARCHAR AS newest FROM '{folder["e.parquet"]}'")[0];

        Assert.Equal(("34", "u000"), (row.GetProperty("n").ToString(), row.GetProperty("first").GetString()));
    }

    [Fact]
    public async Task Export_OfUnknownFormatOrSet_IsRefused()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await _site.Http.GetAsync("/data/export?format=exe")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _site.Http.GetAsync("/data/export?set=none")).StatusCode);
    }

    [Fact]
    public async Task Turns_AreGivenBack()
    {
        for (var i = 0; i < 6; i++) // more than there are turns
            Assert.Equal(HttpStatusCode.OK, (await _site.Http.GetAsync("/data/export?format=uids")).StatusCode);
    }

    [Fact]
    public async Task Export_ThatIsReadTooSlowly_IsCutOffAndGivesItsTurnBack()
    {
        var time = new ManualTime();
        await using var site = await SiteUnderTest.StartAsync(time, "--Explorer:AtOnce", "1", "--Explorer:ExportSeconds", "60");
        // 60 MB: more than all buffers between the site and a reader that does not read.
        StagedData.Put(site.Folder, Enumerable.Range(0, 3000).Select(i => new ExplorerRow { Uid = $"{i}", Prompt = new string('w', 20_000) }));
        using var slow = await site.Http.GetAsync("/data/export?format=csv", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await site.Http.GetAsync("/data/export?format=uids")).StatusCode);

        time.Advance(TimeSpan.FromSeconds(61));

        await Assert.ThrowsAnyAsync<Exception>(() => slow.Content.CopyToAsync(Stream.Null));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await site.Http.GetAsync("/data/export?format=uids", patience.Token)).StatusCode != HttpStatusCode.OK)
            await Task.Yield();
    }

    [Fact]
    public async Task Export_ThatIsCut_SaysSoInItsName()
    {
        await using var site = await SiteUnderTest.StartAsync("--Explorer:ExportRows", "10");
        StagedData.Put(site.Folder, StagedData.Rows);

        var answer = await site.Http.GetAsync("/data/export?format=uids&sort=rating");

        Assert.Equal($"{StagedData.Name}-first-10.txt", answer.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
        Assert.Equal(10, (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Csv_NeverHoldsAFormula()
    {
        string[] prompts = ["=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(A1)", "\t=1", " =1", "a,\"b\"\nc"];
        StagedData.Put(_site.Folder, prompts.Select((prompt, i) => new ExplorerRow { Uid = $"{i}", Prompt = prompt, Score = -i }), "formulas");

        var csv = await _site.Http.GetStringAsync("/data/export?set=formulas&format=csv");

        Assert.Contains("\r\n0,'=cmd|'/c calc'!A1,", csv, StringComparison.Ordinal);
        Assert.Contains("\r\n6,\"a,\"\"b\"\"\nc\",", csv, StringComparison.Ordinal);
        Assert.Equal(6, csv.Split(",'").Length - 1);
        Assert.Contains(",-3,", csv, StringComparison.Ordinal); // numbers stay numbers
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("=1", "'=1")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    public void Cell_IsQuotedWhereItMust(string? value, string cell) => Assert.Equal(cell, CsvText.Cell(value));

    public async Task DisposeAsync() => await _site.DisposeAsync();
}
