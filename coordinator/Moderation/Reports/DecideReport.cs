using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Accounts.Acts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Moderation.Askers;
using LaionGrid.Coordinator.Moderation.Takedowns;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Moderation.Reports;

/// <summary>What a moderator decides about a picture.</summary>
internal enum Decision
{
    /// <summary>Nothing is wrong with it.</summary>
    Dismiss,
    Withhold,
    TakeDown,
}

/// <summary>A moderator's decision of a report or an appeal, and what follows for the asker.</summary>
internal sealed record Ruling(ReportId ReportId, Decision Decision, string Why, bool WarnsAsker, int SuspendDays, Caller By);

/// <summary>Ends a report or an appeal: its state, the picture, the asker's standing and the record of acts change in one transaction, or nothing does.</summary>
internal sealed class DecideReport(GridWriter writer, RemovePictures remove, KnownAskers askers, QueueSignal queue, TimeProvider time)
{
    public const int MaxWhy = 500;
    public const int MaxSuspendDays = 3650;

    public async Task<Refusal?> RunAsync(Ruling ruling, CancellationToken cancellationToken)
    {
        if (Against(ruling) is { } invalid)
            return invalid;
        var (refusal, removed, moved) = await writer.RunAsync(db => WriteAsync(db, ruling, cancellationToken), cancellationToken);
        if (refusal is not null)
            return refusal;
        remove.Tell(removed);
        if (moved is { } request)
            queue.Moved(request);
        if (ruling.SuspendDays > 0)
            await askers.RefreshAsync(cancellationToken);
        return null;
    }

    /// <summary>What this decision is to a report in this state; null when there is nothing to decide.</summary>
    public static ReportEvent? EventOf(ReportState state, Decision decision) => (state, decision) switch
    {
        (ReportState.Open, Decision.Dismiss) => ReportEvent.Dismiss,
        (ReportState.Open, Decision.Withhold) => ReportEvent.Withhold,
        (ReportState.Open, Decision.TakeDown) => ReportEvent.TakeDown,
        (ReportState.Appealed, Decision.Dismiss) => ReportEvent.Overturn,
        (ReportState.Appealed, _) => ReportEvent.Uphold,
        _ => null,
    };

    private static Refusal? Against(Ruling ruling) =>
        string.IsNullOrWhiteSpace(ruling.Why) || ruling.Why.Length > MaxWhy
            ? Refusal.Invalid("decision.no_reason", "why", $"A decision needs a reason of 1 to {MaxWhy} characters: the reporter and the owner are told it. Write one.")
            : ruling.SuspendDays is < 0 or > MaxSuspendDays
                ? Refusal.Invalid("suspension.out_of_range", "suspend_asker_days", $"An asker is suspended for 1 to {MaxSuspendDays} days, or 0 for not at all.")
                : null;

    private async Task<(Refusal? Refusal, IReadOnlyList<Removed> Removed, RequestId? Moved)> WriteAsync(GridDb db, Ruling ruling, CancellationToken cancellationToken)
    {
        if (await db.Reports.AsNoTracking().SingleOrDefaultAsync(report => report.Id == ruling.ReportId, cancellationToken) is not { } report)
            return (ReportRefusals.Unknown, [], null);
        if (EventOf(report.State, ruling.Decision) is not { } happening || !await MoveAsync(db, report, happening, ruling, cancellationToken))
            return (ReportRefusals.Decided, [], null);
        await db.NoteAsync(ruling.By, $"report.{NameOf(happening)}", $"report:{report.Id}", ruling.Why, time.GetUtcNow(), cancellationToken);
        if (report.JobId is not { } job)
            return (null, [], null);
        var (removed, moved) = await ApplyAsync(db, job, report, happening, ruling, cancellationToken);
        if (ruling.WarnsAsker || ruling.SuspendDays > 0)
            await askers.HoldAgainstAsync(db, job, ruling.WarnsAsker, TimeSpan.FromDays(ruling.SuspendDays), ruling.Why, ruling.By, cancellationToken);
        return (null, removed, moved);
    }

    private async Task<bool> MoveAsync(GridDb db, Report report, ReportEvent happening, Ruling ruling, CancellationToken cancellationToken)
    {
        var (from, to, now, by) = (ReportLifecycle.From(happening), ReportLifecycle.To(happening), time.GetUtcNow(), ruling.By.AccountId);
        var rows = db.Reports.Where(one => one.Id == report.Id && from.Contains(one.State)); // primary key
        return happening is ReportEvent.Uphold or ReportEvent.Overturn
            ? await rows.ExecuteUpdateAsync(set => set.SetProperty(one => one.State, to).SetProperty(one => one.Why, ruling.Why).SetProperty(one => one.DecidedBy, by).SetProperty(one => one.AppealDecidedAt, now), cancellationToken) == 1
            : await rows.ExecuteUpdateAsync(set => set.SetProperty(one => one.State, to).SetProperty(one => one.Why, ruling.Why).SetProperty(one => one.DecidedBy, by).SetProperty(one => one.DecidedAt, now), cancellationToken) == 1;
    }

    private async Task<(IReadOnlyList<Removed> Removed, RequestId? Moved)> ApplyAsync(
        GridDb db, JobId job, Report report, ReportEvent happening, Ruling ruling, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (happening == ReportEvent.TakeDown)
            return (await remove.RemoveAsync(db, [job], report.Concern, ruling.Why, ruling.By.AccountId, now, cancellationToken), null);
        if (happening == ReportEvent.Overturn && await RemovePictures.RestoreAsync(db, job, now, cancellationToken) is { Count: > 0 } back)
            return (back, null);
        PictureCheck? check = happening switch
        {
            ReportEvent.Dismiss => report.CheckBefore,
            ReportEvent.Withhold => PictureCheck.Withheld,
            ReportEvent.Overturn => PictureCheck.Safe,
            _ => null,
        };
        if (check is not { } next)
            return ([], null);
        await db.Jobs.Where(one => one.Id == job && one.Check != PictureCheck.TakenDown).ExecuteUpdateAsync(set => set.SetProperty(one => one.Check, next).SetProperty(one => one.IsCheckDecided, true), cancellationToken);
        return ([], await db.Jobs.Where(one => one.Id == job).Select(one => one.RequestId).SingleAsync(cancellationToken));
    }

    private static string NameOf(ReportEvent happening) => happening switch
    {
        ReportEvent.Dismiss => "dismiss",
        ReportEvent.Withhold => "withhold",
        ReportEvent.TakeDown => "take_down",
        ReportEvent.Uphold => "uphold",
        ReportEvent.Overturn => "overturn",
        _ => throw new ArgumentOutOfRangeException(nameof(happening), happening, "No moderator does this."),
    };
}
