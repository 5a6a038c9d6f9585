using LaionGrid.Datasets.Explorer;

namespace LaionGrid.Benchmarks.Explorer;

/// <summary>Rows like those of a large data set: words as frequent as words are (Zipf), some hundred sites, a dozen models. The same number gives the same rows.</summary>
internal static class GeneratedRows
{
    private const int Words = 30_000;
    private const int Seed = 20_261_130;

    private static readonly string[] Syllables = ["ba", "ce", "di", "fo", "gu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "zu", "an"];
    private static readonly string[] Artists = ["greg rutkowski", "alphonse mucha", "van gogh", "artgerm", "studio ghibli", "claude monet", "edward hopper", "zdzislaw beksinski"];
    private static readonly string[] Phrases = ["trending on artstation", "highly detailed", "oil painting", "cinematic lighting", "black and white", "octane render"];

    /// <summary>The word of a rank, 0 for the most frequent.</summary>
    public static string WordOf(int rank)
    {
        var word = Syllables[rank % 16] + Syllables[rank / 16 % 16];
        for (rank /= 256; rank > 0; rank /= 16)
            word += Syllables[rank % 16];
        return word;
    }

    public static IEnumerable<ExplorerRow> Of(int rows)
    {
        var random = new Random(Seed);
        for (var i = 0; i < rows; i++)
        {
            var score = Math.Round(3 + random.NextDouble() * 2 + random.NextDouble() * 2.5, 4);
            yield return new ExplorerRow
            {
                Uid = $"{i:x8}", Prompt = Prompt(random), Score = score, Rating = random.Next(5) == 0 ? Math.Round(Math.Clamp(score + random.NextDouble() * 3 - 1, 1, 10), 3) : null, Ratings = 3,
                Similarity = Math.Round(0.2 + random.NextDouble() * 0.2, 4), Unsafe = Math.Round(random.NextDouble() * 0.2, 4), Watermark = Math.Round(random.NextDouble(), 4),
                Created = DateTimeOffset.UnixEpoch.AddYears(56).AddHours(i / 40), Width = 512 + 64 * random.Next(8), Height = 512, Steps = 30, Cfg = 7.5, Seed = i,
                Model = $"model-{Zipf(random, 12)}", Sampler = $"sampler-{Zipf(random, 9)}", Language = Zipf(random, 6) is 0 ? "en" : "de", Source = random.Next(9) == 0 ? "remix" : "user",
                Url = $"https://site{Zipf(random, 500)}.example/{i}.jpg", Tags = random.Next(10) == 0 ? [$"tag-{Zipf(random, 40)}"] : [],
            };
        }
    }

    private static string Prompt(Random random)
    {
        var words = Enumerable.Range(0, 5 + random.Next(10)).Select(_ => WordOf(Zipf(random, Words))).ToList();
        if (random.Next(8) == 0)
            words.Add($"by {Artists[Zipf(random, Artists.Length)]}");
        if (random.Next(5) == 0)
            words.Add(Phrases[Zipf(random, Phrases.Length)]);
        return string.Join(' ', words);
    }

    /// <summary>A rank below n, each as likely as 1 / (rank + 1), about.</summary>
    private static int Zipf(Random random, int n) => Math.Min(n - 1, (int)Math.Pow(n + 1, random.NextDouble()) - 1);
}
