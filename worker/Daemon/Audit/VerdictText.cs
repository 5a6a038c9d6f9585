using System.Globalization;
using LaionGrid.Worker.Uplink.Auditing;
namespace LaionGrid.Worker.Audit;

/// <summary>Verdicts as the owner reads them.</summary>
internal static class VerdictText
{
    /// <summary>The one verdict about which two machines can honestly differ, so that another look may be asked for.</summary>
    private const string Differ = "checks.differ";

    /// <param name="zone">The owner's.</param>
    public static string Of(ToldVerdict told, TimeZoneInfo zone)
    {
        var picture = $"Picture of {TimeZoneInfo.ConvertTime(told.RenderedAt, zone).ToString("HH:mm", CultureInfo.InvariantCulture)}";
        return told.Verdict switch
        {
            PictureVerdict.Verified => $"{picture} verified; {Mflop(told.CreditMflop)} MFLOP are yours.",
            PictureVerdict.Trusted => $"{picture} accepted; {Mflop(told.CreditMflop)} MFLOP are yours, provisional until a later audit of this machine passes.",
            PictureVerdict.Recalled => $"{picture} was taken back with its credit: a later audit found this machine at fault.",
            _ => $"{picture} was rejected: {told.Reason}{(MayAppeal(told) ? $" You may appeal within 24 h: laiongrid-worker appeal {told.LeaseId}" : "")}",
        };
    }

    /// <summary>Whether another opinion may be asked for, within a day.</summary>
    public static bool MayAppeal(ToldVerdict told) => told.Verdict == PictureVerdict.Rejected && told.Code == Differ;

    /// <summary>Many at once, as after some time away.</summary>
    public static string Of(VerdictCount count) =>
        $"{Mflop(count.Accepted)} pictures were accepted since this machine was last told; {Mflop(count.Mflop)} MFLOP are yours. Not accepted: {Mflop(count.Lost)}.";

    private static string Mflop(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
