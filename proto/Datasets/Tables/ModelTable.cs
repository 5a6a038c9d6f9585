using LaionGrid.Datasets.Parquet;

namespace LaionGrid.Datasets.Tables;

/// <summary>The columns of "models", in their order.</summary>
public static class ModelTable
{
    public const string Name = "models";

    public static ParquetColumns<ModelRow> Columns { get; } = new ParquetColumns<ModelRow>()
        .Text("release", row => row.Release).Text("model_id", row => row.ModelId).Text("name", row => row.Name).Int32("version", row => row.Version)
        .Text("sha256", row => row.Sha256).Text("license", row => row.License);
}
