using System.Globalization;
using LaionGrid.Datasets.Tables;

namespace LaionGrid.Coordinator.Datasets.Releases;

/// <summary>How a tombstone is told.</summary>
internal static class Tombstones
{
    public static TombstoneRow RowOf(Tombstone tombstone, string version) =>
        new(version, tombstone.JobId.ToString(), ImageTable.Name, tombstone.At.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), CodeOf(tombstone.Reason));

    public static string CodeOf(RemovalReason reason) => reason switch
    {
        RemovalReason.TakenDown => "taken_down",
        RemovalReason.Withdrawn => "withdrawn",
        RemovalReason.Unsafe => "unsafe",
        RemovalReason.Rejected => "rejected",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "A reason without a code."),
    };
}
