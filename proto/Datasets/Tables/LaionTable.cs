using LaionGrid.Datasets.Parquet;

namespace LaionGrid.Datasets.Tables;

/// <summary>The columns of "laion_compat", spelt as LAION spells them.</summary>
public static class LaionTable
{
    public const string Name = "laion_compat";

    public static ParquetColumns<LaionRow> Columns { get; } = new ParquetColumns<LaionRow>()
        .Text("URL", row => row.Url).Text("TEXT", row => row.Text).Int32("WIDTH", row => row.Width).Int32("HEIGHT", row => row.Height).TextOrNull("LANGUAGE", row => row.Language)
        .FloatOrNull("similarity", row => row.Similarity).FloatOrNull("pwatermark", row => row.Pwatermark).FloatOrNull("punsafe", row => row.Punsafe)
        .FloatOrNull("AESTHETIC_SCORE", row => row.AestheticScore).Int64OrNull("hash", row => row.Hash);
}
