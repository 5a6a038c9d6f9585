using LaionGrid.Datasets.Parquet;

namespace LaionGrid.Datasets.Tables;

/// <summary>The columns of "tombstones", in their order.</summary>
public static class TombstoneTable
{
    public const string Name = "tombstones";

    public static ParquetColumns<TombstoneRow> Columns { get; } = new ParquetColumns<TombstoneRow>()
        .Text("release", row => row.Release).Text("uid", row => row.Uid).Text("table", row => row.Table).Text("removed_on", row => row.RemovedOn).Text("reason_code", row => row.ReasonCode);
}
