using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Datasets.Explorer;
using LaionGrid.TestKit;
using Microsoft.Data.Sqlite;

namespace LaionGrid.Datasets.Tests.Explorer;

/// <summary>A file out of which pictures were taken says of the rest what one says that was built of the rest.</summary>
public sealed class ExplorerRemovalTests : IDisposable
{
    private static readonly ExplorerAbout About = new("paper", ExplorerAbout.Release, "Paper");

    private static readonly string[] Asked =
    [
        "SELECT uid, score, rating, prompt, caption, model FROM images ORDER BY id",
        "SELECT facet, value, images FROM facet_values WHERE images > 0 ORDER BY facet, value",
        "SELECT p.rank, i.uid, p.images, round(p.score, 6), round(p.rating, 6) FROM prompts p JOIN images i ON i.id = p.image ORDER BY p.rank",
        "SELECT key, value FROM meta ORDER BY key",
        "SELECT uid, kind, label FROM labels JOIN images USING (id) ORDER BY uid, kind, label",
        "SELECT uid, phash FROM keys JOIN images USING (id) ORDER BY uid",
        "SELECT uid, hex(vector) FROM embeddings JOIN images USING (id) ORDER BY uid",
        "SELECT i.uid, v.value FROM keys k JOIN images i USING (id) JOIN facet_values v ON v.facet = 'model' AND v.code = k.model ORDER BY k.id",
        "SELECT uid FROM images_fts f JOIN images i ON i.id = f.rowid WHERE images_fts MATCH 'boat' ORDER BY f.rowid",
        "SELECT count(*) FROM images_fts WHERE images_fts MATCH 'caption'",
    ];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Remainder_OfAnyRemoval_IsAsIfTheRestHadBeenBuilt() =>
        Prop.ForAll(Cases.ToArbitrary(), one =>
        {
            var (file, rest) = (Build("all", one.Rows), Build("rest", one.Rows.Where(row => !one.Gone.Contains(row.Uid))));
            ExplorerRemoval.Remove(file, one.Gone);

            foreach (var sql in Asked)
                Assert.Equal(Ask(rest, sql), Ask(file, sql));
            Assert.Equal("ok", Assert.Single(Ask(file, "PRAGMA integrity_check")));
            Ask(file, "INSERT INTO images_fts (images_fts, rank) VALUES ('integrity-check', 1)"); // throws where the index has other words than the rows
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void Held_AreThoseThatTheFileHas()
    {
        var file = Build("all", [Row(0), Row(1), Row(2)]);

        Assert.Equal(["1", "0"], ExplorerRemoval.Held(file, ["7", "1", "0", "'"]));
    }

    public void Dispose() => _folder.Dispose();

    private static Gen<(IReadOnlyList<ExplorerRow> Rows, IReadOnlyList<string> Gone)> Cases =>
        from count in Gen.Choose(1, 30)
        from gone in Gen.SubListOf(Enumerable.Range(0, count + 2).Select(number => $"{number}")) // some were never in it
        select ((IReadOnlyList<ExplorerRow>)[.. Enumerable.Range(0, count).Select(Row)], (IReadOnlyList<string>)[.. gone]);

    private static ExplorerRow Row(int number) => new()
    {
        Uid = $"{number}", Prompt = number % 4 == 0 ? $"a boat, number {number}" : $"a boat {number % 3}", Caption = number % 5 == 0 ? "a caption" : null, Score = number % 7 == 6 ? null : 9 - number / 4.0, Rating = number % 3 == 0 ? number % 10 : null,
        Model = number % 2 == 0 ? "even" : null, Sampler = "ddim", Language = number % 6 == 0 ? "en" : "fr", Tags = number % 5 == 0 ? ["night", "sea"] : number % 5 == 1 ? ["sea"] : [], Flags = number % 9 == 0 ? ["gore"] : [],
        Phash = number % 3 == 0 ? null : -number, Embedding = number % 2 == 0 ? [(byte)number, 1] : null,
    };

    private string Build(string name, IEnumerable<ExplorerRow> rows)
    {
        var path = Path.Combine(_folder.Path, $"{name}.sqlite");
        using var builder = new ExplorerBuilder(path, About);
        foreach (var row in rows)
            builder.Add(row);
        builder.Finish();
        return path;
    }

    private static List<string> Ask(string path, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? "" : reader.GetValue(column).ToString())));
        return rows;
    }
}
