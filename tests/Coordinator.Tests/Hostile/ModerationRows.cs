using Google.Protobuf;
using LaionGrid.Contracts.V1;
using static LaionGrid.Coordinator.Tests.Hostile.HostileRow;

namespace LaionGrid.Coordinator.Tests.Hostile;

/// <summary>Reports that say nothing, decisions about nothing, and bounds that are passed.</summary>
internal static class ModerationRows
{
    private const string File = "Moderation/FileReport";
    private const string Decide = "Moderation/Decide";
    private const string TakeDown = "Moderation/TakeDown";

    public static IEnumerable<HostileRow> All =>
    [
        .. Of(File, "job.unknown",
            ("a picture nobody has", Say(_ => { })),
            ("not hex", Say(report => report.JobId = "zz")),
            ("a picture that is not there yet", scene => new FileReportRequest { JobId = scene.Fresh.JobId, Concern = Concern.Hate })),
        .. Of(File, "concern.unknown",
            ("no concern", Say(report => report.Concern = Concern.Unspecified)),
            ("an unknown concern", Say(report => report.Concern = (Concern)99)),
            ("a negative concern", Say(report => report.Concern = (Concern)(-1)))),
        .. Of(File, "report.too_long", ("a huge report", Say(report => report.Words = new string('x', 1_000_000)))),
        .. Of(File, "report.no_words", ("something else, unsaid", Say(report => (report.Concern, report.Words) = (Concern.Other, " ")))),
        .. Of(File, "report.picture", ("a refused prompt with a picture", Say(report => report.Concern = Concern.RefusedPrompt))),
        .. Of(File, "reporter.invalid", ("a long reporter", Say(report => report.Reporter = new string('r', 65)))),
        .. Of("Moderation/GetReport", "report.unknown", ("not hex", _ => new GetReportRequest { ReportId = "zz" }), ("a report nobody made", _ => new GetReportRequest { ReportId = new string('0', 32) })),
        .. Of("Moderation/Contest", "appeal.words", ("nothing said", Spoilt<ContestRequest>("Moderation/Contest", appeal => appeal.Words = " "))),
        .. Of("Moderation/Contest", "appeal.not_owner", ("another's picture", scene => new ContestRequest { JobId = scene.Finished.JobId, Words = "said" })),
        .. Of("Moderation/ListTakedowns", "limit.out_of_range", ("fewer than none", _ => new ListTakedownsRequest { Limit = -1 }), ("more than a page", _ => new ListTakedownsRequest { Limit = 1001 })),
        .. Of("Moderation/ListTakedowns", "instant.out_of_range", ("before all time", _ => new ListTakedownsRequest { AfterUs = long.MinValue }), ("after all time", _ => new ListTakedownsRequest { AfterUs = long.MaxValue })),
        .. Of("Moderation/GetTransparency", "limit.out_of_range", ("a century", _ => new GetTransparencyRequest { Months = 1200 })),
        .. Of(Decide, "report.unknown", ("a report nobody made", Spoilt<DecideRequest>(Decide, _ => { }))),
        .. Of(Decide, "decision.unknown", ("no decision", Spoilt<DecideRequest>(Decide, decide => decide.Decision = Decision.Unspecified))),
        .. Of(Decide, "decision.no_reason", ("no reason", Spoilt<DecideRequest>(Decide, decide => decide.Why = ""))),
        .. Of(Decide, "suspension.out_of_range", ("for ever", Spoilt<DecideRequest>(Decide, decide => decide.SuspendAskerDays = int.MaxValue))),
        .. Of(TakeDown, "job.unknown", ("a picture nobody has", Spoilt<TakeDownRequest>(TakeDown, _ => { }))),
        .. Of(TakeDown, "scope.unknown", ("an unknown scope", Spoilt<TakeDownRequest>(TakeDown, order => order.Scope = (TakeDownScope)99))),
        .. Of(TakeDown, "reason.invalid", ("no reason", Spoilt<TakeDownRequest>(TakeDown, order => order.Why = ""))),
        .. Of("Moderation/CheckPicture", "job.unknown", ("a picture nobody has", Spoilt<CheckPictureRequest>("Moderation/CheckPicture", _ => { }))),
        .. Of("Moderation/CheckPicture", "reason.invalid", ("withheld without a reason", Spoilt<CheckPictureRequest>("Moderation/CheckPicture", check => (check.Safe, check.Why) = (false, "")))),
        .. Of("Moderation/ListReports", "limit.out_of_range", ("more than a page", _ => new ListReportsRequest { Limit = 101 })),
        .. Of("Moderation/ListActs", "limit.out_of_range", ("fewer than none", _ => new ListActsRequest { Limit = -1 })),
        .. Of("Moderation/ListActs", "act.unknown", ("behind what is no id", _ => new ListActsRequest { BeforeActId = "zz" })),
        .. Of("Moderation/EndAnnouncement", "announcement.unknown", ("none of this id", _ => new EndAnnouncementRequest { AnnouncementId = "zz" })),
        .. Of("Moderation/Announce", "announcement.text", ("nothing", _ => new AnnounceRequest { Minutes = 5 }), ("a huge text", _ => new AnnounceRequest { Text = new string('x', 1_000_000), Minutes = 5 })),
        .. Of("Moderation/Announce", "announcement.minutes", ("for ever", _ => new AnnounceRequest { Text = "said", Minutes = int.MaxValue })),
        .. Of("Desk/ListWorkers", "limit.out_of_range", ("more than a page", _ => new ListWorkersRequest { Limit = 201 })),
        .. Of("Desk/ListWorkers", "search.too_long", ("a huge search", _ => new ListWorkersRequest { Search = new string('x', 1_000_000) })),
        .. Of("Desk/ListWorkers", "", ("a pattern", _ => new ListWorkersRequest { Search = "%" })),
        .. Of("Desk/SuspendWorker", "worker.unknown", ("a worker nobody is", _ => new SuspendWorkerRequest { WorkerId = new string('0', 32), Days = 1, Why = "said" })),
        .. Of("Desk/SuspendWorker", "suspension.out_of_range", ("less than none", _ => new SuspendWorkerRequest { Days = -1, Why = "said" })),
        .. Of("Desk/ListJobs", "state.unknown", ("an unknown state", _ => new ListJobsRequest { State = "lost" }), ("a number", _ => new ListJobsRequest { State = "99" })),
        .. Of("Desk/RequeueJob", "job.unknown", ("a job that did not fail", Spoilt<RequeueJobRequest>("Desk/RequeueJob", _ => { }))),
        .. Of("Desk/ListSuspects", "limit.out_of_range", ("more than a page", _ => new ListSuspectsRequest { Limit = 201 })),
        .. Of("Desk/HideBundle", "bundle.unknown", ("a bundle nobody has", Spoilt<HideBundleRequest>("Desk/HideBundle", _ => { })), ("no bundle", _ => new HideBundleRequest { Hidden = true })),
        .. Of("Requests/ListPictures", "check.unknown", ("of an unknown check", _ => new ListPicturesRequest { Checks = { (PictureCheck)99 } })),
        .. Of("Requests/ListPictures", "key.missing", ("withheld ones without a key", _ => new ListPicturesRequest { Checks = { PictureCheck.Withheld } })),
    ];

    private static Func<Scene, IMessage> Say(Action<FileReportRequest> spoil) => Spoilt(File, spoil);
}
