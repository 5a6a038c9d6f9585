using LaionGrid.Worker.Audit;
using LaionGrid.Worker.Bundles;
using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Idle.Control;
using LaionGrid.Worker.Loop;
using LaionGrid.Worker.Uplink.Auditing;
namespace LaionGrid.Worker;

/// <summary>The worker as its owner sees it, put together from all its parts. Nothing is kept up to date for it: it looks when it is asked.</summary>
internal sealed class OwnerDesk(WorkerSettings settings, DataFolder folder, IReadOnlyList<PlannedDevice> devices, Gates gates, MachineHistory history, BundleFolders folders, BundleStore bundles, TimeProvider time) : IOwnerDesk
{
    private static readonly IReadOnlyList<RuleInForce> NoRules = [new("always", "yes", "a referee is its operator's, and keeps to no rule")];

    public StatusReport Now()
    {
        var (identity, totals) = (IdentityFile.TryPeek(folder.Path), VerdictTotals.Of([.. Folders.Select(one => new VerdictBook(one).Read()).OfType<VerdictTotals>()]));
        return StatusReport.Of(gates) with
        {
            At = time.GetUtcNow(),
            Owner = new(identity?.WorkerName ?? "", identity?.ContributorName ?? "", settings.Coordinator.ToString(), ThisProgram.Version, settings.IsReferee),
            Contribution = totals is null ? null : ContributionOf(totals),
            Verdicts = [.. (totals?.Recent ?? []).Reverse().Select(VerdictOf)],
            Rules = settings.IsReferee ? NoRules : settings.Rules.InForce,
            Bundles = [.. folders.All.Select(bundle => new BundleStatus(bundle.Id, bundle.Bytes, bundle.LastUse, bundle.IsWhole))],
            Download = bundles.Download is { } download ? DownloadOf(download) : null,
            History = PastSeries.Of(history.Looks, settings.Rules),
        };
    }

    /// <summary>Of the identities that the devices have.</summary>
    private IEnumerable<string> Folders => devices.Select((device, index) => DeviceFolder.PathOf(folder, index, device.Slot.FileName));

    public void Ask(OwnerWish wish, string? device) => gates.Ask(wish, device);

    public ReadOnlyMemory<byte> PreviewOf(string device) => settings.ShowsPreviews && gates.Find(device) is { Activity: var activity } ? activity.Preview : default;

    private ContributionStatus ContributionOf(VerdictTotals totals)
    {
        var today = totals.Day == DateOnly.FromDateTime(time.GetLocalNow().DateTime) ? totals.Today : new();
        return new(TallyOf(today), TallyOf(totals.Total), totals.Account is { } account ? new(account.FinalMflop, account.ProvisionalMflop, account.Rank) : null);
    }

    private static Tally TallyOf(VerdictCount count) => new(count.Accepted, count.Mflop, count.Lost);

    private static VerdictStatus VerdictOf(ToldVerdict told) =>
        new(told.RenderedAt, told.At, told.Verdict.ToString().ToLowerInvariant(), told.CreditMflop, told.Reason, VerdictText.MayAppeal(told) ? told.LeaseId : "");

    private static DownloadStatus DownloadOf(DownloadState now) => new(
        now.Bundle, now.DoneBytes, now.TotalBytes, now.BytesPerSecond, now.BytesPerSecond > 0 ? TimeSpan.FromSeconds((now.TotalBytes - now.DoneBytes) / now.BytesPerSecond) : null);
}
