using LaionGrid.Web.Coordinator.Gallery;

using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Coordinator.Desk;

/// <summary>Messages about moderation as the records that pages show. Names of enums are the wire's.</summary>
internal static class ModerationMessagesGrpc
{
    public static Wire.Concern ToWire(this Concern concern) => Enum.Parse<Wire.Concern>(concern.ToString());

    public static Wire.Decision ToWire(this Decision decision) => Enum.Parse<Wire.Decision>(decision.ToString());

    public static Wire.PictureCheck ToWire(this PictureCheck check) => check == PictureCheck.None ? Wire.PictureCheck.Unspecified : Enum.Parse<Wire.PictureCheck>(check.ToString());

    public static ReportView ToView(this Wire.ReportView report) => new()
    {
        Id = report.ReportId,
        JobId = report.JobId,
        Concern = report.Concern.ToView(),
        State = Enum.TryParse<ReportState>(report.State.ToString(), out var state) && Enum.IsDefined(state) ? state : ReportState.Open,
        OpenedAt = Instant(report.OpenedAtUs),
        DueAt = Instant(report.DueAtUs),
        DecidedAt = Optional(report.DecidedAtUs),
        Why = report.Why,
        IsOverdue = report.Overdue,
        Voices = report.Voices,
        Words = [.. report.Words],
        AppealWords = report.AppealWords,
        Picture = report.Picture?.ToView(),
        Asker = report.Asker is { } asker ? new(asker.AccountName, asker.Warnings, Optional(asker.SuspendedUntilUs), asker.Takedowns) : null,
    };

    public static MonthView ToView(this Wire.TransparencyMonth month) => new(
        new(month.Year, month.Month, 1), month.Reports, month.Dismissed, month.Waiting, month.MedianDecisionS > 0 ? TimeSpan.FromSeconds(month.MedianDecisionS) : null,
        month.Appeals, month.Overturned, [.. month.Takedowns.Select(row => (row.Concern.ToView(), row.Count))]);

    public static ActView ToView(this Wire.Act act) => new(act.ActId, Instant(act.AtUs), act.AccountName, act.Role, act.What, act.Subject, act.Why);

    public static AnnouncementView ToView(this Wire.Announcement announcement) => new(announcement.AnnouncementId, announcement.Text, Instant(announcement.StartsAtUs), Instant(announcement.EndsAtUs));

    public static TakedownView ToView(this Wire.Takedown takedown) => new(takedown.JobId, Instant(takedown.AtUs));

    // What a newer coordinator names is told as something else.
    private static Concern ToView(this Wire.Concern concern) => Enum.TryParse<Concern>(concern.ToString(), out var known) && Enum.IsDefined(known) ? known : Concern.Other;

    private static DateTimeOffset? Optional(long microseconds) => microseconds == 0 ? null : Instant(microseconds);

    private static DateTimeOffset Instant(long microseconds) => DateTimeOffset.UnixEpoch.AddMicroseconds(microseconds);
}
