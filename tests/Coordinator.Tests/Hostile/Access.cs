using Google.Protobuf;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Coordinator.Tests.Hostile;

/// <summary>Who may make a call, and a message that is right but for what a test spoils in it.</summary>
/// <param name="Roles">Keys that are let in, of "person", "worker", "referee" and "operator"; empty when none is needed.</param>
/// <param name="Caller">A key that is let in; null for none.</param>
internal sealed record Access(string[] Roles, Func<Scene, string?> Caller, Func<Scene, IMessage> Message)
{
    private static readonly string[] Nobody = [];
    private static readonly string[] NoKey = ["site"]; // whom only a site's token makes
    private static readonly string[] Everybody = ["person", "worker", "referee", "operator"];
    private static readonly string[] People = ["person", "operator"];
    private static readonly string[] Members = ["person", "worker", "operator"];
    private static readonly string[] Workers = ["worker", "referee"];

    /// <summary>Every call of the wire, by name.</summary>
    public static readonly IReadOnlyDictionary<string, Access> Table = new Dictionary<string, Access>
    {
        ["Accounts/Create"] = new(Nobody, _ => null, _ => new CreateAccountRequest { Name = "Ada" }),
        ["Accounts/WhoAmI"] = new(Everybody, scene => scene.Ada, _ => new WhoAmIRequest()),
        ["Accounts/Register"] = new(NoKey, _ => null, _ => new RegisterRequest { PersonId = "p1", Name = "Ada" }),
        ["Accounts/ListKeys"] = new(People, scene => scene.Ada, _ => new ListKeysRequest()),
        ["Accounts/CreateKey"] = new(People, scene => scene.Ada, _ => new CreateKeyRequest { Label = new string('l', 61), Scopes = { KeyScope.Read }, ExpiresAtUs = 1 }), // wrong twice, so one field mended makes none
        ["Accounts/Export"] = new(People, scene => scene.Ada, _ => new ExportRequest()),
        ["Accounts/Delete"] = new(NoKey, _ => null, _ => new DeleteAccountRequest()),
        ["Accounts/SetLocked"] = new(["operator"], scene => scene.Operator, _ => new SetLockedRequest { AccountId = new string('f', 32), IsLocked = true }),
        ["Accounts/RevokeKey"] = new(People, scene => scene.Bob, _ => new RevokeKeyRequest { KeyPrefix = "lg_nothing" }),
        ["Annotation/NextTask"] = new(Nobody, _ => null, _ => new NextTaskRequest { Tasks = { TaskKind.BestOf }, Rater = new string('r', 65), Own = new() { RequestId = new string('f', 32), RequestKey = "guessed" }, Adult = true }), // wrong twice, so one field mended gives out nothing
        ["Annotation/AnswerTask"] = new(Nobody, _ => null, _ => new AnswerTaskRequest { AssignmentId = new string('f', 32), Rater = "visitor", Match = new() { Overall = 3, Missing = { 0 }, Wrong = { 1 } }, MsSpent = 1, Place = AnswerPlace.Waiting, Waiting = new() { RequestId = new string('f', 32), RequestKey = "guessed" } }),
        ["Annotation/SkipTask"] = new(Nobody, _ => null, _ => new SkipTaskRequest { AssignmentId = new string('f', 32), Rater = "visitor" }),
        ["Annotation/GetAnnotators"] = new(Nobody, _ => null, _ => new GetAnnotatorsRequest { Period = Period.Week, Limit = 5 }),
        ["Annotation/GetOwnAnnotation"] = new(People, scene => scene.Ada, _ => new GetOwnAnnotationRequest()),
        ["Asking/Estimate"] = new(Nobody, _ => null, _ => new EstimateRequest { Settings = Ask().Settings, Count = 2, Requester = "visitor" }),
        ["Asking/Retry"] = new(Nobody, scene => scene.Ada, scene => new RetryRequest { RequestId = scene.EndedRequest }),
        ["Audits/Reveal"] = new(Workers, scene => scene.Finished.Worker.Key, scene => AuditRows.RevealOf(scene.Finished.Token)),
        ["Audits/FetchChallenge"] = new(Workers, scene => scene.Recheck.Worker.Key, scene => new FetchChallengeRequest { Lease = scene.Recheck.Token.Clone() }),
        ["Audits/Answer"] = new(Workers, scene => scene.Recheck.Worker.Key, scene => new AnswerChunk { Lease = scene.Recheck.Token.Clone(), OutputBytes = 1, PictureBytes = 1, Data = ByteString.CopyFrom(1, 2) }),
        ["Audits/Appeal"] = new(["person", "worker"], scene => scene.Finished.Worker.Key, scene => new AppealRequest { LeaseId = scene.Finished.Token.LeaseId }),
        ["Board/GetLeaderboard"] = new(Nobody, _ => null, _ => new GetLeaderboardRequest { Period = Period.Week, Limit = 5 }),
        ["Board/GetStanding"] = new(Nobody, _ => null, _ => new GetStandingRequest { Period = Period.Week, Kind = BoardKind.People, Name = "nobody" }),
        ["Board/GetGroups"] = new(Nobody, _ => null, _ => new GetGroupsRequest { Kind = GroupKind.Families, Period = Period.Week }),
        ["Board/GetNetwork"] = new(Nobody, _ => null, _ => new GetNetworkRequest()),
        ["Desk/ListWorkers"] = new(["operator"], scene => scene.Operator, _ => new ListWorkersRequest { Limit = 5, BeforeWorkerId = new string('f', 32), Search = "lark", OnlyStopped = true }),
        ["Desk/SuspendWorker"] = new(["operator"], scene => scene.Operator, _ => new SuspendWorkerRequest { WorkerId = new string('f', 32), Days = 1, Why = "said" }),
        ["Desk/ListJobs"] = new(["operator"], scene => scene.Operator, scene => new ListJobsRequest { Limit = 5, State = "leased", Id = scene.OpenRequest, BeforeJobId = scene.Fresh.JobId }),
        ["Desk/RequeueJob"] = new(["operator"], scene => scene.Operator, scene => new RequeueJobRequest { JobId = scene.Finished.JobId, Why = "said" }),
        ["Desk/ListSuspects"] = new(["operator"], scene => scene.Operator, _ => new ListSuspectsRequest { Limit = 5 }),
        ["Desk/ListBundleDemand"] = new(["operator"], scene => scene.Operator, _ => new ListBundleDemandRequest()),
        ["Desk/HideBundle"] = new(["operator"], scene => scene.Operator, _ => new HideBundleRequest { BundleId = "nothing", Hidden = true, Why = "said" }),
        ["Contributors/Get"] = new(Nobody, _ => null, _ => new GetContributorRequest { Name = "tern" }),
        ["Contributors/Certify"] = new(Nobody, _ => null, _ => new CertifyRequest { Name = "tern" }),
        ["Contributors/ListMachines"] = new(People, scene => scene.Ada, _ => new ListMachinesRequest()),
        ["Fleet/Enroll"] = new(Nobody, _ => null, _ => new EnrollRequest { EnrollKey = new string('k', 40), WorkerName = "Ada", ContributorName = "Ada" }),
        ["Fleet/Report"] = new(Workers, scene => scene.Idle.Key, _ => new ReportRequest { Version = "1", Platform = "x", Devices = { new Device { Name = "GPU", Provider = "CUDA", MemoryMib = 1 } } }),
        ["Fleet/Pause"] = new(People, scene => scene.Operator, _ => new PauseRequest { WorkerId = new string('0', 32), Paused = true }),
        ["Grid/GetState"] = new(Nobody, _ => null, _ => new GetGridStateRequest()),
        ["Grid/GetHistory"] = new(Nobody, _ => null, _ => new GetGridHistoryRequest { Span = SampleSpan.Hour, Spans = 5 }),
        ["Judgements/Get"] = new(Nobody, _ => null, scene => new GetJudgementRequest { JobId = scene.Finished.JobId }),
        ["Judgements/GetArena"] = new(Nobody, _ => null, _ => new GetArenaRequest()),
        ["LedgerLog/ListOwnEntries"] = new(Workers, scene => scene.Idle.Key, _ => new ListOwnEntriesRequest { FromIndex = 1, Limit = 5 }),
        ["Links/Begin"] = new(Nobody, _ => null, _ => new BeginLinkRequest { MachineName = "finch" }),
        ["Links/Poll"] = new(Nobody, _ => null, _ => new PollLinkRequest { Secret = "nothing" }),
        ["Links/Find"] = new(People, scene => scene.Ada, _ => new FindLinkRequest { Code = "BCDFGHJK" }),
        ["Links/Answer"] = new(People, scene => scene.Ada, _ => new AnswerLinkRequest { Code = "BCDFGHJK", Accepted = true }),
        ["Models/ListBundles"] = new(Nobody, _ => null, _ => new ListBundlesRequest()),
        ["Models/FetchFile"] = new(Nobody, _ => null, _ => new FetchFileRequest { Sha256 = TestKit.PaperBundle.WeightsSha256, Offset = 599_000 }),
        ["Moderation/FileReport"] = new(Nobody, _ => null, _ => new FileReportRequest { JobId = new string('f', 32), Concern = Concern.Hate, Words = "said", Reporter = "visitor" }),
        ["Moderation/GetReport"] = new(Nobody, _ => null, _ => new GetReportRequest { ReportId = new string('f', 32) }),
        ["Moderation/Contest"] = new(Nobody, _ => null, _ => new ContestRequest { JobId = new string('f', 32), Words = "said" }),
        ["Moderation/ListTakedowns"] = new(Nobody, _ => null, _ => new ListTakedownsRequest { Limit = 5, AfterUs = 1, AfterJobId = new string('f', 32) }),
        ["Moderation/GetTransparency"] = new(Nobody, _ => null, _ => new GetTransparencyRequest { Months = 2 }),
        ["Moderation/GetAnnouncements"] = new(Nobody, _ => null, _ => new GetAnnouncementsRequest()),
        ["Moderation/ListReports"] = new(["operator"], scene => scene.Operator, _ => new ListReportsRequest { Limit = 5, AfterReportId = new string('f', 32) }),
        ["Moderation/Decide"] = new(["operator"], scene => scene.Operator, _ => new DecideRequest { ReportId = new string('f', 32), Decision = Decision.TakeDown, Why = "said", WarnAsker = true, SuspendAskerDays = 1 }),
        ["Moderation/CheckPicture"] = new(["operator"], scene => scene.Operator, _ => new CheckPictureRequest { JobId = new string('f', 32), Safe = true, Why = "said" }),
        ["Moderation/TakeDown"] = new(["operator"], scene => scene.Operator, _ => new TakeDownRequest { JobId = new string('f', 32), Scope = TakeDownScope.Asker, Reason = Concern.Hate, Why = "said" }),
        ["Moderation/ListActs"] = new(["operator"], scene => scene.Operator, _ => new ListActsRequest { Limit = 5, BeforeActId = new string('f', 32), AccountName = "Ada", Subject = "picture:1" }),
        ["Moderation/Announce"] = new(["operator"], scene => scene.Operator, _ => new AnnounceRequest { Text = "", Minutes = 0 }), // wrong twice, so one field mended announces nothing
        ["Moderation/EndAnnouncement"] = new(["operator"], scene => scene.Operator, _ => new EndAnnouncementRequest { AnnouncementId = new string('f', 32) }),
        ["Operations/GetVitals"] = new(["operator"], scene => scene.Operator, _ => new GetVitalsRequest()),
        ["Operations/GetCanaries"] = new(["operator"], scene => scene.Operator, _ => new GetCanariesRequest()),
        ["Operations/ProveLedger"] = new(["operator"], scene => scene.Operator, _ => new ProveLedgerRequest()),
        ["Operations/RebuildLedger"] = new(["operator"], scene => scene.Operator, _ => new RebuildLedgerRequest()),
        ["Pictures/ListOwn"] = new(People, scene => scene.Ada, scene => new ListOwnRequest { Limit = 3, BeforeRequestId = scene.OpenRequest, Words = "boat" }),
        ["Pictures/ChangeVisibility"] = new(People, scene => scene.Bob, scene => new ChangeVisibilityRequest { JobIds = { scene.Finished.JobId }, Visibility = Visibility.Private }), // Ada's, so Bob changes nothing
        ["Pictures/Delete"] = new(People, scene => scene.Bob, scene => new DeletePicturesRequest { JobIds = { scene.Finished.JobId } }),
        ["Pictures/Recognise"] = new(Nobody, _ => null, _ => new RecogniseRequest { Sha256 = new string('0', 64) }),
        ["Pictures/GetLineage"] = new(Nobody, _ => null, scene => new GetLineageRequest { JobId = scene.Finished.JobId }),
        ["Provenance/Get"] = new(Nobody, _ => null, scene => new GetProvenanceRequest { JobId = scene.Finished.JobId }),
        ["Profiles/Get"] = new(People, scene => scene.Ada, _ => new GetProfileRequest()),
        ["Profiles/Update"] = new(People, scene => scene.Ada, _ => new UpdateProfileRequest { Profile = new() { Country = "XX", About = new string('a', 281) } }), // wrong twice, so one field mended changes nothing
        ["Outcomes/List"] = new(Nobody, _ => null, scene => new ListOutcomesRequest { JobIds = { scene.Finished.JobId, "zz" } }),
        ["Releases/List"] = new(Nobody, _ => null, _ => new ListReleasesRequest { Limit = 5 }),
        ["Releases/Get"] = new(Nobody, _ => null, _ => new GetReleaseRequest { Version = "2026-11" }),
        ["Releases/FetchFile"] = new(Nobody, _ => null, _ => new FetchReleaseFileRequest { Version = "2026-11", Path = "README.md", Length = 5 }),
        ["Releases/ListTombstones"] = new(Nobody, _ => null, _ => new ListTombstonesRequest { Limit = 5, AfterUs = 1, AfterJobId = new string('f', 32), NewestFirst = true }),
        ["Releases/Withdraw"] = new(People, scene => scene.Bob, scene => new WithdrawRequest { JobIds = { scene.Finished.JobId } }), // Ada's, so Bob withdraws nothing
        ["Releases/WithdrawOfRequest"] = new(Nobody, scene => scene.Bob, _ => new WithdrawOfRequestRequest { RequestId = new string('f', 32), RequestKey = "guessed" }),
        ["Requests/Submit"] = new(Nobody, scene => scene.Bob, _ => Ask()),
        ["Requests/Get"] = new(Nobody, _ => null, scene => new GetRequest { RequestId = scene.OpenRequest }),
        ["Requests/Watch"] = new(Nobody, _ => null, scene => new WatchRequest { RequestId = scene.EndedRequest, Previews = true }),
        ["Requests/WatchMany"] = new(Nobody, _ => null, scene => new WatchManyRequest { WatchId = 1, RequestId = scene.EndedRequest, Authorization = RawClient.Bearer(scene.Ada) }),
        ["Requests/Cancel"] = new(Nobody, scene => scene.Ada, scene => new CancelRequest { RequestId = scene.EndedRequest }),
        ["Requests/GetPicture"] = new(Nobody, _ => null, scene => new GetPictureRequest { JobId = scene.Finished.JobId }),
        ["Requests/ListPictures"] = new(Nobody, _ => null, scene => new ListPicturesRequest { Limit = 3, BeforeJobId = scene.Finished.JobId, ContributorName = "tern" }),
        ["Requests/FetchPicture"] = new(Nobody, _ => null, scene => new FetchPictureRequest { JobId = scene.Finished.JobId }),
        ["Requests/UploadSource"] = new(Nobody, scene => scene.Bob, _ => new SourceChunk { Requester = "visitor", TotalBytes = 4, Data = ByteString.CopyFrom(1, 2, 3, 4) }),
        ["Requests/FetchSource"] = new(Nobody, _ => null, scene => new FetchSourceRequest { RequestId = scene.OpenRequest, Mask = true }),
        ["Teams/Create"] = new(Members, scene => scene.Bob, _ => new CreateTeamRequest { Name = "Guillemots" }), // who is in a team founds none
        ["Teams/Join"] = new(Members, scene => scene.Ada, _ => new JoinTeamRequest { InviteCode = "lgt_nothing" }),
        ["Teams/Leave"] = new(Members, scene => scene.Ada, _ => new LeaveTeamRequest()),
        ["Teams/ReplaceInvite"] = new(Members, scene => scene.Ada, _ => new ReplaceInviteRequest { Name = "Waders" }),
        ["Teams/Rename"] = new(Members, scene => scene.Ada, _ => new RenameTeamRequest { Name = "Waders", NewName = "Terns" }),
        ["Teams/Dissolve"] = new(Members, scene => scene.Ada, _ => new DissolveTeamRequest { Name = "Waders" }),
        ["Teams/List"] = new(Nobody, _ => null, _ => new ListTeamsRequest { Search = "a", AfterName = "A", Limit = 5 }),
        ["Teams/FindInvited"] = new(Members, scene => scene.Ada, _ => new FindInvitedRequest { InviteCode = "lgt_nothing" }),
        ["Teams/Get"] = new(Nobody, _ => null, _ => new GetTeamRequest { Name = "Waders" }),
        ["Work/Attend"] = new(Workers, scene => scene.Idle.Key, scene => new AttendRequest { WarmBundle = "paper", BundlesOnDisk = { "paper" }, HeldLeases = { scene.Fresh.Token.LeaseId }, Slots = 1 }),
        ["Work/Claim"] = new(Workers, scene => scene.Idle.Key, _ => new ClaimRequest { OfferId = new string('0', 32) }),
        ["Work/Heartbeat"] = new(Workers, scene => scene.Fresh.Worker.Key, scene => new HeartbeatRequest { Lease = scene.Fresh.Token.Clone(), Step = 1 }),
        ["Work/Upload"] = new(Workers, scene => scene.Uploaded.Worker.Key, scene => WorkRows.UploadOf(scene.Uploaded, Scene.Png)),
        ["Work/Complete"] = new(Workers, scene => scene.Finished.Worker.Key, scene => WorkRows.Finish(scene.Finished)),
        ["Work/FetchSource"] = new(Workers, scene => scene.Fresh.Worker.Key, scene => new FetchLeaseSourceRequest { Lease = scene.Fresh.Token.Clone(), Mask = true }),
        ["Work/ListVerdicts"] = new(Workers, scene => scene.Finished.Worker.Key, _ => new ListVerdictsRequest { AfterUs = 1, AfterLeaseId = new string('0', 32), Limit = 5 }),
        ["Work/Fail"] = new(Workers, scene => scene.GivenBack.Worker.Key, scene => new FailRequest { Lease = scene.GivenBack.Token.Clone(), Reason = FailReason.Bundle, Detail = "said" }),
    };

    /// <summary>A whole ask but for its count and its seed, which are looked at last: so every other field is looked at, and nothing is queued.</summary>
    private static SubmitRequest Ask() => new()
    {
        RequestKey = "hostile",
        Count = 9,
        Seed = -1,
        Requester = "visitor",
        Visibility = Visibility.Unlisted,
        RemixOf = new string('0', 32),
        Settings = new() { Prompt = "a boat", NegativePrompt = "a car", BundleId = "paper", Width = 16, Height = 16, Steps = 4, Guidance = 4, Sampler = Sampler.Ddim },
    };
}
