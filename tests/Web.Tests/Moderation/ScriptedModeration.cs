using Grpc.Core;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Tests.Moderation;

/// <summary>What moderators and operators ask of the coordinator, noted, and answered from a script.</summary>
internal sealed class ModerationScript
{
    public List<FileReportRequest> Filed { get; } = [];

    public List<DecideRequest> Decided { get; } = [];

    public List<SuspendWorkerRequest> Suspended { get; } = [];

    public List<Takedown> TakenDown { get; } = [];

    /// <summary>The authorization of each call for moderators or operators.</summary>
    public List<string> Proofs { get; } = [];

    public ReportView Report { get; set; } = new() { ReportId = "report-1", JobId = "job-0", Concern = Concern.Hate, State = ReportState.Open, OpenedAtUs = 1_780_000_000_000_000, DueAtUs = 1_780_000_000_000_001, Overdue = true, Voices = 2 };

    public List<Announcement> Announced { get; } = [];

    public void Note(ServerCallContext context) => Proofs.Add(context.RequestHeaders.GetValue("authorization") ?? "");
}

/// <summary>Reports and counts from a script.</summary>
internal sealed class ScriptedModeration(ModerationScript script) : Contracts.V1.Moderation.ModerationBase
{
    public override Task<ReportView> FileReport(FileReportRequest request, ServerCallContext context)
    {
        script.Filed.Add(request);
        return Task.FromResult(script.Report);
    }

    public override Task<ReportView> GetReport(GetReportRequest request, ServerCallContext context) => request.ReportId == script.Report.ReportId
        ? Task.FromResult(script.Report)
        : throw new RpcException(new Status(StatusCode.NotFound, "unknown"), new Metadata { { "laiongrid-refusal-bin", Google.Protobuf.MessageExtensions.ToByteArray(new Refusal { Kind = RefusalKind.NotFound, Code = "report.unknown", Message = "There is no such report here." }) } });

    public override Task<ListReportsResponse> ListReports(ListReportsRequest request, ServerCallContext context)
    {
        script.Note(context);
        return Task.FromResult(new ListReportsResponse { Reports = { script.Report }, Waiting = 1, Overdue = 1 });
    }

    public override Task<ReportView> Decide(DecideRequest request, ServerCallContext context)
    {
        script.Note(context);
        script.Decided.Add(request);
        return Task.FromResult(script.Report);
    }

    public override Task<Transparency> GetTransparency(GetTransparencyRequest request, ServerCallContext context) => Task.FromResult(new Transparency
    {
        Months = { new TransparencyMonth { Year = 2026, Month = 5, Reports = 7, MedianDecisionS = 90, Takedowns = { new ConcernCount { Concern = Concern.Hate, Count = 3 } } } },
    });

    public override Task<Announcements> GetAnnouncements(GetAnnouncementsRequest request, ServerCallContext context) => Task.FromResult(new Announcements { Announcements_ = { script.Announced } });

    public override Task<ListTakedownsResponse> ListTakedowns(ListTakedownsRequest request, ServerCallContext context) => Task.FromResult(new ListTakedownsResponse { Takedowns = { script.TakenDown } });
}

/// <summary>One worker that the operator may suspend.</summary>
internal sealed class ScriptedDesk(ModerationScript script) : Desk.DeskBase
{
    public override Task<ListWorkersResponse> ListWorkers(ListWorkersRequest request, ServerCallContext context)
    {
        script.Note(context);
        return Task.FromResult(new ListWorkersResponse { Workers = { new DeskWorker { WorkerId = "worker-1", Name = "northern-lark", ContributorName = "Ada", Faults = 2 } } });
    }

    public override Task<SuspendWorkerResponse> SuspendWorker(SuspendWorkerRequest request, ServerCallContext context)
    {
        script.Note(context);
        script.Suspended.Add(request);
        return Task.FromResult(new SuspendWorkerResponse());
    }
}
