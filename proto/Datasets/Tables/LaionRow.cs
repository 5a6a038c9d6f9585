namespace LaionGrid.Datasets.Tables;

/// <summary>A picture as LAION's metadata files have it, so that downloaders made for those just run.</summary>
public sealed record LaionRow(string Url, string Text, int Width, int Height, string? Language, float? Similarity, float? Pwatermark, float? Punsafe, float? AestheticScore, long? Hash);
