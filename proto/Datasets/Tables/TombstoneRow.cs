namespace LaionGrid.Datasets.Tables;

/// <summary>That a released picture is gone, without what it showed.</summary>
/// <param name="Table">Whose row it was: "images".</param>
/// <param name="RemovedOn">A day, "2026-11-30".</param>
/// <param name="ReasonCode">"taken_down", "withdrawn", "unsafe" or "rejected".</param>
public sealed record TombstoneRow(string Release, string Uid, string Table, string RemovedOn, string ReasonCode);
