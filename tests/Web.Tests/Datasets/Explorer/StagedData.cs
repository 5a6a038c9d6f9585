using LaionGrid.Datasets.Explorer;

namespace LaionGrid.Web.Tests.Datasets.Explorer;

/// <summary>A small data set in a site's folder, built as every other is.</summary>
internal static class StagedData
{
    public const string Name = "paper-1";

    /// <summary>Two hundred pictures: scores fall with their numbers; every third mentions a lighthouse.</summary>
    public static IEnumerable<ExplorerRow> Rows => Enumerable.Range(0, 200).Select(i => new ExplorerRow
    {
        Uid = $"u{i:000}", Prompt = i % 3 == 0 ? $"a lighthouse by greg rutkowski {i}" : $"a garden of roses {i}", Score = 10 - i / 20.0, Rating = i % 4 == 0 ? i % 10 : null, Ratings = i % 4 == 0 ? 3 : 0,
        Similarity = i % 50 / 100.0, Created = DateTimeOffset.UnixEpoch.AddHours(i), Model = i % 2 == 0 ? "even" : "odd", Sampler = "ddim", Tags = i % 5 == 0 ? ["night"] : [], Width = 512, Height = 512, Seed = i,
        Embedding = [(byte)(sbyte)(i - 100), 100, 7, 1],
    });

    /// <summary>Groups of pictures that look nearly the same: their hashes differ in a bit from their group's, and in some thirty from those of other groups; nearer groups are more like the first.</summary>
    public static IEnumerable<ExplorerRow> Twins(int groups, int copies) =>
        from @group in Enumerable.Range(0, groups)
        from copy in Enumerable.Range(0, copies)
        select new ExplorerRow
        {
            Uid = $"g{@group}c{copy}", Prompt = $"group {@group}", Score = 5, Phash = (long)((ulong)(@group + 1) * 0x9E3779B97F4A7C15) ^ (1L << (copy % 64)),
            Embedding = [(byte)(@group * 10), 100, (byte)(copy % 3 == 2 ? 1 : 0), (byte)(copy % 3 == 1 ? 1 : 0)],
        };

    public static void Put(string siteFolder, IEnumerable<ExplorerRow> rows, string name = Name, string kind = ExplorerAbout.Import)
    {
        Directory.CreateDirectory(Path.Combine(siteFolder, "explorer"));
        using var builder = new ExplorerBuilder(Path.Combine(siteFolder, "explorer", $"{name}.sqlite"), new(name, kind, "Paper pictures", "CC0-1.0"));
        foreach (var row in rows)
            builder.Add(row);
        builder.Finish();
    }
}
