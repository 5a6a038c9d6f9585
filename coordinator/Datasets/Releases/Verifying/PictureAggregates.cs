namespace LaionGrid.Coordinator.Datasets.Releases.Verifying;

/// <summary>What the answers about a picture come to, as its row says or as its raw rows give.</summary>
internal sealed record PictureAggregates
{
    public required string Uid { get; init; }

    public int Ratings { get; init; }

    public float? Mean { get; init; }

    public float? Deviation { get; init; }

    public float? Weighted { get; init; }

    public float? Artifacts { get; init; }

    public float? Alignment { get; init; }

    public float? Score { get; init; }

    public float? ScoreError { get; init; }

    public string? Caption { get; init; }

    public IReadOnlyList<string> Flags { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Where two say otherwise: the column, the table of its raw rows, and both values. What is summed and divided is to be the same to the bit; scores are fitted by logarithms, which machines round otherwise in the last places.</summary>
    public IEnumerable<(string Column, string Table, string Said, string Derived)> Differences(PictureAggregates derived)
    {
        (string Column, string Table, object? Said, object? Derived, bool IsFitted)[] all =
        [
            ("n_aesthetic", "ratings", Ratings, derived.Ratings, false), ("aesthetic_mean", "ratings", Mean, derived.Mean, false), ("aesthetic_sd", "ratings", Deviation, derived.Deviation, false),
            ("aesthetic_wmean", "ratings", Weighted, derived.Weighted, false), ("artifact_mean", "ratings", Artifacts, derived.Artifacts, false), ("alignment_mean", "prompt_words", Alignment, derived.Alignment, false),
            ("bt_score", "comparisons", Score, derived.Score, true), ("bt_se", "comparisons", ScoreError, derived.ScoreError, true), ("caption", "captions", Caption, derived.Caption, false),
            ("flags", "flags", string.Join(',', Flags), string.Join(',', derived.Flags), false), ("tags", "tags", string.Join(',', Tags), string.Join(',', derived.Tags), false),
        ];
        return all.Where(one => !(one.IsFitted ? IsNear((float?)one.Said, (float?)one.Derived) : Equals(one.Said, one.Derived))).Select(one => (one.Column, one.Table, WordsOf(one.Said), WordsOf(one.Derived)));
    }

    private static bool IsNear(float? said, float? derived)
    {
        const float Share = 1e-4f;
        return said is { } one && derived is { } other ? Math.Abs(one - other) <= Share * (1 + Math.Abs(other)) : said is null && derived is null;
    }

    private static string WordsOf(object? value) => value switch
    {
        null or "" => "nothing",
        string text => $"\"{text}\"",
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "nothing",
    };
}
