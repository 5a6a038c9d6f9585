namespace LaionGrid.Datasets.Tables;

/// <summary>
/// What the ratings of one picture come to: the columns n_aesthetic, aesthetic_mean, aesthetic_sd and artifact_mean of its row. Authors' own ratings and second answers do not count. With n ratings r:
/// mean = sum(r) / n, sd = sqrt(sum(r^2) / n - mean^2), in doubles from exact integer sums, so their order changes nothing.
/// </summary>
public sealed class RatingSums
{
    private int _ratings;
    private long _sum;
    private long _squares;
    private int _severities;
    private long _severity;

    public int Count => _ratings;

    public float? Mean => _ratings == 0 ? null : (float)((double)_sum / _ratings);

    public float? Deviation => _ratings == 0 ? null : (float)Math.Sqrt(Math.Max(0, (((double)_squares * _ratings) - ((double)_sum * _sum)) / ((double)_ratings * _ratings)));

    public float? Severity => _severities == 0 ? null : (float)((double)_severity / _severities);

    public void Add(int? rating, int? severity, bool isAuthor, bool isRepeat)
    {
        if (isAuthor || isRepeat)
            return;
        if (rating is { } some)
            (_ratings, _sum, _squares) = (_ratings + 1, _sum + some, _squares + ((long)some * some));
        if (severity is { } broken)
            (_severities, _severity) = (_severities + 1, _severity + broken);
    }
}
