using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Accounts.Acts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Moderation.Announcements;
using LaionGrid.Coordinator.Moderation.Checks;
using LaionGrid.Coordinator.Moderation.Reports;
using LaionGrid.Coordinator.Moderation.Takedowns;
using LaionGrid.Coordinator.Moderation.Transparency;
using LaionGrid.Coordinator.Storage;
using Refusal = LaionGrid.Coordinator.Edge.Refusal;

namespace LaionGrid.Coordinator.Moderation;

/// <summary>Reports, decisions and what is told of them, on the wire.</summary>
internal sealed class ModerationGrpc(
    FileReport file, ViewReports view, DecideReport decide, ContestDecision contest, CheckPicture check, TakeDownPictures takeDown, ListTakedowns takedowns,
    CountModeration count, KeepAnnouncements announcements, ListActs acts, TimeProvider time) : Contracts.V1.Moderation.ModerationBase
{
    public override async Task<ReportView> FileReport(FileReportRequest request, ServerCallContext context)
    {
        JobId? job = request.JobId.Length == 0 ? null : Ids.Read<JobId>(request.JobId) ?? throw Unknown.ToRpc();
        var complaint = new Complaint(job, request.Concern.ToDomain() ?? throw UnknownConcern("concern").ToRpc(), request.Words, request.Reporter);
        return await file.RunAsync(complaint, context.Caller(), context.CancellationToken) switch
        {
            FileReportOutcome.Filed filed => await PublicAsync(filed.Id, context),
            FileReportOutcome.Refused refused => throw refused.Refusal.ToRpc(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }

    public override Task<ReportView> GetReport(GetReportRequest request, ServerCallContext context) => PublicAsync(ReadReport(request.ReportId), context);

    public override async Task<ReportView> Contest(ContestRequest request, ServerCallContext context) =>
        await contest.RunAsync(Ids.Read<JobId>(request.JobId) ?? throw Unknown.ToRpc(), request.Words, context.Caller(), context.CancellationToken) switch
        {
            ContestOutcome.Taken taken => await PublicAsync(taken.Id, context),
            ContestOutcome.Refused refused => throw refused.Refusal.ToRpc(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };

    public override async Task<ListTakedownsResponse> ListTakedowns(ListTakedownsRequest request, ServerCallContext context)
    {
        var limit = Limit(request.Limit, usual: 100, most: 1000);
        if (request.AfterUs is < 0 or > MaxInstant)
            throw Refusal.Invalid("instant.out_of_range", "after_us", "This is no instant. Send the at_us of the last takedown you have, or 0.").ToRpc();
        JobId? behind = request.AfterJobId.Length == 0 ? null : Ids.Read<JobId>(request.AfterJobId) ?? throw Unknown.ToRpc();
        return new() { Takedowns = { (await takedowns.RunAsync(Instants.FromMicroseconds(request.AfterUs), behind, limit, context.CancellationToken)).Select(takedown => takedown.ToWire()) } };
    }

    public override async Task<Contracts.V1.Transparency> GetTransparency(GetTransparencyRequest request, ServerCallContext context) =>
        new() { Months = { (await count.RunAsync(Limit(request.Months, usual: 12, most: 60), context.CancellationToken)).Select(month => month.ToWire()) } };

    public override async Task<Contracts.V1.Announcements> GetAnnouncements(GetAnnouncementsRequest request, ServerCallContext context) =>
        new() { Announcements_ = { (await announcements.ListAsync(context.CancellationToken)).Select(announcement => announcement.ToWire()) } };

    public override async Task<ListReportsResponse> ListReports(ListReportsRequest request, ServerCallContext context)
    {
        context.Require(KeyRole.Moderator, KeyRole.Operator);
        ReportId? after = request.AfterReportId.Length == 0 ? null : ReadReport(request.AfterReportId);
        var queue = await view.QueueAsync(Limit(request.Limit, usual: 24, most: 100), after, context.CancellationToken);
        return new() { Waiting = queue.Waiting, Overdue = queue.Overdue, Reports = { queue.Reports.Select(detail => detail.ToWire(time.GetUtcNow())) } };
    }

    public override async Task<ReportView> Decide(DecideRequest request, ServerCallContext context)
    {
        var by = context.Require(KeyRole.Moderator, KeyRole.Operator);
        var id = ReadReport(request.ReportId);
        var decision = request.Decision.ToDomain() ?? throw Refusal.Invalid("decision.unknown", "decision", "This decision is not known here. Dismiss, withhold or take down.").ToRpc();
        return await decide.RunAsync(new(id, decision, request.Why.Trim().Printable(DecideReport.MaxWhy + 1), request.WarnAsker, request.SuspendAskerDays, by), context.CancellationToken) is { } refusal
            ? throw refusal.ToRpc()
            : (await view.DetailAsync(await FindAsync(id, context), context.CancellationToken)).ToWire(time.GetUtcNow());
    }

    public override async Task<CheckPictureResponse> CheckPicture(CheckPictureRequest request, ServerCallContext context)
    {
        var by = context.Require(KeyRole.Moderator, KeyRole.Operator);
        var why = Reason(request.Why, isNeeded: !request.Safe);
        return await check.RunAsync(Ids.Read<JobId>(request.JobId) ?? throw Unknown.ToRpc(), request.Safe, why, by, context.CancellationToken) ? new() : throw Unknown.ToRpc();
    }

    public override async Task<TakeDownResponse> TakeDown(TakeDownRequest request, ServerCallContext context)
    {
        var by = context.Require(KeyRole.Moderator, KeyRole.Operator);
        var reason = request.Reason.ToDomain() is { } known and not Concern.RefusedPrompt ? known : throw UnknownConcern("reason").ToRpc();
        var scope = request.Scope.ToDomain() ?? throw Refusal.Invalid("scope.unknown", "scope", "This scope is not known here. Take down the picture alone, its asker's or its worker's.").ToRpc();
        var order = new TakedownOrder(Ids.Read<JobId>(request.JobId) ?? throw Unknown.ToRpc(), scope, reason, Reason(request.Why, isNeeded: true), by);
        return new() { Pictures = await takeDown.RunAsync(order, context.CancellationToken) ?? throw Unknown.ToRpc() };
    }

    public override async Task<ListActsResponse> ListActs(ListActsRequest request, ServerCallContext context)
    {
        context.Require(KeyRole.Operator);
        ActId? before = request.BeforeActId.Length == 0 ? null : Ids.Read<ActId>(request.BeforeActId) ?? throw Refusal.NotFound("act.unknown", "There is no such act here. Begin at the newest.").ToRpc();
        var page = new ActPage(Limit(request.Limit, usual: 50, most: 200), before, request.AccountName, request.Subject);
        return new() { Acts = { (await acts.RunAsync(page, context.CancellationToken)).Select(act => act.ToWire()) } };
    }

    public override async Task<Contracts.V1.Announcement> Announce(AnnounceRequest request, ServerCallContext context) =>
        await announcements.MakeAsync(request.Text, request.Minutes, context.Require(KeyRole.Operator), context.CancellationToken) switch
        {
            AnnounceOutcome.Made made => made.Announcement.ToWire(),
            AnnounceOutcome.Refused refused => throw refused.Refusal.ToRpc(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };

    public override async Task<EndAnnouncementResponse> EndAnnouncement(EndAnnouncementRequest request, ServerCallContext context)
    {
        var by = context.Require(KeyRole.Operator);
        return Ids.Read<AnnouncementId>(request.AnnouncementId) is { } id && await announcements.EndAsync(id, by, context.CancellationToken)
            ? new()
            : throw Refusal.NotFound("announcement.unknown", "No such announcement stands now. Look at the list again.").ToRpc();
    }

    private const int MaxReason = 500;
    private const long MaxInstant = 253_402_300_799_000_000; // the last second of the year 9999

    private async Task<Report> FindAsync(ReportId id, ServerCallContext context) => await view.FindAsync(id, context.CancellationToken) ?? throw ReportRefusals.Unknown.ToRpc();

    private async Task<ReportView> PublicAsync(ReportId id, ServerCallContext context) => (await FindAsync(id, context)).ToWire(time.GetUtcNow());

    private static ReportId ReadReport(string text) => Ids.Read<ReportId>(text) ?? throw ReportRefusals.Unknown.ToRpc();

    private static string Reason(string why, bool isNeeded) => why.Trim().Printable(MaxReason) is var reason && (reason.Length > 0 || !isNeeded) && why.Length <= MaxReason
        ? reason
        : throw Refusal.Invalid("reason.invalid", "why", $"This needs a reason of 1 to {MaxReason} characters, for the record of acts. Write one.").ToRpc();

    private static int Limit(int asked, int usual, int most) => asked >= 0 && asked <= most
        ? asked == 0 ? usual : asked
        : throw Refusal.Invalid("limit.out_of_range", "limit", $"At most {most} are told at once; this asks for {asked}.").ToRpc();

    private static Refusal UnknownConcern(string field) => Refusal.Invalid("concern.unknown", field, "This concern cannot be named here. Choose one of the list.");

    private static Refusal Unknown { get; } = Refusal.NotFound("job.unknown", "There is no such picture here, or it is not rendered yet. Check its address.");
}
