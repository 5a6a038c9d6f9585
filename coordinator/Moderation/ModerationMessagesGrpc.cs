using LaionGrid.Coordinator.Accounts.Acts;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Moderation.Announcements;
using LaionGrid.Coordinator.Moderation.Reports;
using LaionGrid.Coordinator.Moderation.Takedowns;
using LaionGrid.Coordinator.Moderation.Transparency;
using LaionGrid.Coordinator.Storage;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Coordinator.Moderation;

/// <summary>Reports, takedowns and what is told of them between the coordinator and the wire. Names of enums are the wire's.</summary>
internal static class ModerationMessagesGrpc
{
    /// <summary>Null for what is not known here.</summary>
    public static Concern? ToDomain(this Wire.Concern concern) =>
        concern != Wire.Concern.Unspecified && Enum.TryParse<Concern>(concern.ToString(), out var known) && Enum.IsDefined(known) ? known : null;

    /// <summary>Null for what is not known here.</summary>
    public static Decision? ToDomain(this Wire.Decision decision) => decision switch
    {
        Wire.Decision.Dismiss => Decision.Dismiss,
        Wire.Decision.Withhold => Decision.Withhold,
        Wire.Decision.TakeDown => Decision.TakeDown,
        _ => null,
    };

    /// <summary>Null for what is not known here.</summary>
    public static TakedownScope? ToDomain(this Wire.TakeDownScope scope) => scope switch
    {
        Wire.TakeDownScope.Unspecified => TakedownScope.Picture,
        Wire.TakeDownScope.Asker => TakedownScope.Asker,
        Wire.TakeDownScope.Worker => TakedownScope.Worker,
        _ => null,
    };

    /// <summary>As the public may see it.</summary>
    public static Wire.ReportView ToWire(this Report report, DateTimeOffset now) => new()
    {
        ReportId = report.Id.ToString(),
        JobId = report.JobId?.ToString() ?? "",
        Concern = report.Concern.ToWire(),
        State = Enum.Parse<Wire.ReportState>(report.State.ToString()),
        OpenedAtUs = report.OpenedAt.ToMicroseconds(),
        DueAtUs = report.DueAt.ToMicroseconds(),
        DecidedAtUs = (report.AppealDecidedAt ?? report.DecidedAt)?.ToMicroseconds() ?? 0,
        Why = report.Why,
        Overdue = ReportLifecycle.IsWaiting(report.State) && report.DueAt < now,
    };

    public static Wire.ReportView ToWire(this ReportDetail detail, DateTimeOffset now)
    {
        var view = detail.Report.ToWire(now);
        view.Voices = detail.Report.Voices;
        view.Words.AddRange(detail.Words);
        view.AppealWords = detail.Report.AppealWords;
        view.Picture = detail.Picture?.ToWire();
        if (detail.Asker is { } asker)
            view.Asker = new() { AccountName = asker.AccountName, Warnings = asker.Warnings, SuspendedUntilUs = asker.SuspendedUntil is { } until && until > now ? until.ToMicroseconds() : 0, Takedowns = asker.Takedowns };
        return view;
    }

    public static Wire.Takedown ToWire(this TakedownView takedown) => new()
    {
        JobId = takedown.JobId.ToString(), AtUs = takedown.At.ToMicroseconds(), Reason = takedown.Reason.ToWire(), RestoredAtUs = takedown.RestoredAt?.ToMicroseconds() ?? 0,
    };

    public static Wire.TransparencyMonth ToWire(this MonthCount month) => new()
    {
        Year = month.Begins.Year,
        Month = month.Begins.Month,
        Reports = month.Reports,
        Dismissed = month.Dismissed,
        Waiting = month.Waiting,
        MedianDecisionS = (long)(month.MedianDecision?.TotalSeconds ?? 0),
        Appeals = month.Appeals,
        Overturned = month.Overturned,
        Takedowns = { month.Takedowns.Select(one => new Wire.ConcernCount { Concern = one.Reason.ToWire(), Count = one.Count }) },
    };

    public static Wire.Act ToWire(this ActView view) => new()
    {
        ActId = view.Act.Id.ToString(),
        AtUs = view.Act.At.ToMicroseconds(),
        AccountName = view.AccountName,
        Role = view.Act.Role.ToString().ToLowerInvariant(),
        What = view.Act.What,
        Subject = view.Act.Subject,
        Why = view.Act.Why,
    };

    public static Wire.Announcement ToWire(this Announcement announcement) => new()
    {
        AnnouncementId = announcement.Id.ToString(), Text = announcement.Text, StartsAtUs = announcement.StartsAt.ToMicroseconds(), EndsAtUs = announcement.EndsAt.ToMicroseconds(),
    };

    private static Wire.Concern ToWire(this Concern concern) => Enum.Parse<Wire.Concern>(concern.ToString());
}
