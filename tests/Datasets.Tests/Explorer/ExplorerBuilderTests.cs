using LaionGrid.Datasets.Explorer;
using LaionGrid.TestKit;
using Microsoft.Data.Sqlite;

namespace LaionGrid.Datasets.Tests.Explorer;

/// <summary>What a stream of rows becomes.</summary>
public sealed class ExplorerBuilderTests : IDisposable
{
    private static readonly ExplorerAbout About = new("paper", ExplorerAbout.Release, "Paper");

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Ids_AreRanksByScore_UnscoredLast()
    {
        Build([Row("low", "a", 3), Row("none", "a", null), Row("high", "a", 9), Row("same", "a", 3)]);

        Assert.Equal(["high", "low", "same", "none"], Ask("SELECT uid FROM images ORDER BY id").Select(row => row[0]));
    }

    [Fact]
    public void Search_FindsPromptsAndCaptions_AndComesByScore()
    {
        Build([Row("1", "a red cat", 2), Row("2", "a dog", 5) with { Caption = "The cat sleeps" }, Row("3", "Café", 9), Row("4", "a blue CAT", 7)]);

        Assert.Equal(["4", "2", "1"], Ask("SELECT uid FROM images_fts f JOIN images i ON i.id = f.rowid WHERE images_fts MATCH 'cat' ORDER BY f.rowid").Select(row => row[0]));
        Assert.Equal(["3"], Ask("SELECT uid FROM images_fts f JOIN images i ON i.id = f.rowid WHERE images_fts MATCH 'cafe'").Select(row => row[0]));
    }

    [Fact]
    public void Terms_TellMeansWithAndWithout()
    {
        Build([Row("1", "castle by greg rutkowski", 8) with { Rating = 9 }, Row("2", "Greg Rutkowski, forest", 6), Row("3", "forest", 4) with { Rating = 3 }, Row("4", "rutkowski greg", null)]);

        Assert.Equal([["artist", "2", "7", "4", "9", "3", "1"]],
            Ask("SELECT kind, images, score_with, score_without, rating_with, rating_without, rated FROM terms WHERE term = 'greg rutkowski'"));
    }

    [Fact]
    public void Facets_CountTheWhole_AndLabelsStandApart()
    {
        Build([Row("1", "a", 1) with { Model = "one", Tags = ["x", "y"] }, Row("2", "a", 2) with { Model = "two", Tags = ["x", "x"], Flags = ["violence"] }, Row("3", "a", 3) with { Model = "one", Url = "https://www.Example.org:81/i.jpg" }]);

        Assert.Equal([["domain", "example.org", "1"], ["flag", "violence", "1"], ["model", "one", "2"], ["model", "two", "1"], ["tag", "x", "2"], ["tag", "y", "1"]],
            Ask("SELECT facet, value, images FROM facet_values ORDER BY facet, value"));
        Assert.Equal([["one", "2"], ["two", "1"]], Ask("SELECT v.value, count(*) FROM keys k JOIN facet_values v ON v.facet = 'model' AND v.code = k.model GROUP BY 1 ORDER BY 1"));
    }

    [Fact]
    public void Prompts_ThatRepeat_AreCounted()
    {
        Build([Row("1", "twice", 1), Row("2", "once", 2), Row("3", "twice", 3), Row("4", "thrice", 1), Row("5", "thrice", 1), Row("6", "thrice", 1)]);

        Assert.Equal([["thrice", "3", "1"], ["twice", "2", "2"]], Ask("SELECT i.prompt, p.images, p.score FROM prompts p JOIN images i ON i.id = p.image ORDER BY p.rank"));
        Assert.Equal("3", Ask("SELECT value FROM meta WHERE key = 'prompts'")[0][0]);
    }

    [Fact]
    public void Words_ThatMeetMoreThanByChance_StandFirst()
    {
        Build(Enumerable.Range(0, 60).Select(i => Row($"{i}", i % 3 == 0 ? "lighthouse storm" : i % 3 == 1 ? "garden roses" : "lighthouse garden", i)));

        Assert.Equal(["garden", "20", "0"], Ask("SELECT other, images, npmi > 0.5 FROM pairs WHERE word = 'lighthouse' AND other = 'garden'")[0]);
        Assert.Equal("storm", Ask("SELECT other FROM pairs WHERE word = 'lighthouse' ORDER BY npmi DESC")[0][0]);
    }

    [Fact]
    public void Phrases_ThatComeAgain_AreFoundWithoutTheirParts()
    {
        Build(Enumerable.Range(0, 30).Select(i => Row($"{i}", $"paper lantern festival {i}", i)));

        Assert.Equal(["paper lantern festival"], Ask("SELECT term FROM terms WHERE kind = 'phrase'").Select(row => row[0]));
    }

    [Fact]
    public void Bytes_OfTheSameRows_AreTheSame()
    {
        Build(Many(3000), "one.sqlite");
        Build(Many(3000), "two.sqlite");

        Assert.Equal(File.ReadAllBytes(_folder["one.sqlite"]), File.ReadAllBytes(_folder["two.sqlite"]));
    }

    [Fact]
    public void Build_ThatIsCutOff_LeavesWhatWasThere()
    {
        Build([Row("old", "a", 1)]);
        using (var builder = new ExplorerBuilder(_folder["paper.sqlite"], About))
            builder.Add(Row("new", "a", 1));

        Assert.Equal("old", Ask("SELECT uid FROM images")[0][0]);
        Assert.Equal(["paper.sqlite"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Uid_ThatComesTwice_IsNamed()
    {
        using var builder = new ExplorerBuilder(_folder["paper.sqlite"], About);
        builder.Add(Row("twin", "a", 1));
        builder.Add(Row("twin", "b", 2));

        Assert.Contains("twin", Assert.Throws<InvalidDataException>(builder.Finish).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_IsAWholeFileToo()
    {
        Build([]);

        Assert.Equal("0", Ask("SELECT value FROM meta WHERE key = 'images'")[0][0]);
    }

    [Fact]
    public void Prompt_OfHostileText_IsKeptAsItIs()
    {
        string[] prompts = ["<script>alert(1)</script>", "\u202egnp.exe", new string('w', 100_000) + " end", "'; DROP TABLE images; --", "\0\u0001", "=cmd|'/c calc'!A1", ""];
        Build(prompts.Select((prompt, i) => Row($"{i}", prompt, -i)));

        Assert.Equal(prompts, Ask("SELECT prompt FROM images ORDER BY id").Select(row => row[0]));
    }

    public void Dispose() => _folder.Dispose();

    internal static ExplorerRow Row(string uid, string prompt, double? score) => new() { Uid = uid, Prompt = prompt, Score = score };

    private static IEnumerable<ExplorerRow> Many(int rows) => Enumerable.Range(0, rows).Select(i => Row($"u{i}", $"a {(i % 7 == 0 ? "red" : "blue")} thing number {i % 50} by alphonse mucha", i * 37 % 100 / 10.0) with
    {
        Model = $"m{i % 3}", Rating = i % 5 == 0 ? i % 10 : null, Tags = [$"t{i % 4}"], Embedding = [.. Enumerable.Range(0, 8).Select(at => (byte)(i * at))],
    });

    private void Build(IEnumerable<ExplorerRow> rows, string name = "paper.sqlite")
    {
        using var builder = new ExplorerBuilder(_folder[name], About);
        foreach (var row in rows)
            builder.Add(row);
        builder.Finish();
    }

    private List<string[]> Ask(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder["paper.sqlite"]};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => FormattableString.Invariant($"{reader.GetValue(i)}"))]);
        return rows;
    }
}
