using Google.Protobuf;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Coordinator.Tests.Hostile;

/// <summary>Who may make a call, and a message that is right but for what a test spoils in it.</summary>
/// <param name="Roles">Keys that are let in, of "person", "worker", "referee" and "operator"; empty when none is needed.</param>
/// <param name="Caller">A key that is let in; null for none.</param>
internal sealed record Access(string[] Roles, Func<Scene, string?> Caller, Func<Scene, IMessage> Message)
{
    private static readonly string[] Nobody = [];
    private static readonly string[] Everybody = ["person", "worker", "referee", "operator"];
    private static readonly string[] People = ["person", "operator"];
    private static readonly string[] Members = ["person", "worker"];
    private static readonly string[] Workers = ["worker", "referee"];

    /// <summary>Every call of the wire, by name.</summary>
    public static readonly IReadOnlyDictionary<string, Access> Table = new Dictionary<string, Access>
    {
        ["Accounts/Create"] = new(Nobody, _ => null, _ => new CreateAccountRequest { Name = "Ada" }),
        ["Accounts/WhoAmI"] = new(Everybody, scene => scene.Ada, _ => new WhoAmIRequest()),
        ["Accounts/CreateKey"] = new(People, scene => scene.Ada, _ => new CreateKeyRequest()),
        ["Accounts/RevokeKey"] = new(People, scene => scene.Bob, _ => new RevokeKeyRequest { KeyPrefix = "lg_nothing" }),
        ["Audits/Reveal"] = new(Workers, scene => scene.Finished.Worker.Key, scene => AuditRows.RevealOf(scene.Finished.Token)),
        ["Audits/FetchChallenge"] = new(Workers, scene => scene.Recheck.Worker.Key, scene => new FetchChallengeRequest { Lease = scene.Recheck.Token.Clone() }),
        ["Audits/Answer"] = new(Workers, scene => scene.Recheck.Worker.Key, scene => new AnswerChunk { Lease = scene.Recheck.Token.Clone(), OutputBytes = 1, PictureBytes = 1, Data = ByteString.CopyFrom(1, 2) }),
        ["Audits/Appeal"] = new(["person", "worker"], scene => scene.Finished.Worker.Key, scene => new AppealRequest { LeaseId = scene.Finished.Token.LeaseId }),
        ["Board/GetLeaderboard"] = new(Nobody, _ => null, _ => new GetLeaderboardRequest { Period = Period.Week, Limit = 5 }),
        ["Board/GetStanding"] = new(Nobody, _ => null, _ => new GetStandingRequest { Period = Period.Week, Kind = BoardKind.People, Name = "nobody" }),
        ["Board/GetNetwork"] = new(Nobody, _ => null, _ => new GetNetworkRequest()),
        ["Fleet/Enroll"] = new(Nobody, _ => null, _ => new EnrollRequest { EnrollKey = new string('k', 40), WorkerName = "Ada", ContributorName = "Ada" }),
        ["Fleet/Report"] = new(Workers, scene => scene.Idle.Key, _ => new ReportRequest { Version = "1", Platform = "x", Devices = { new Device { Name = "GPU", Provider = "CUDA", MemoryMib = 1 } } }),
        ["Fleet/Pause"] = new(People, scene => scene.Operator, _ => new PauseRequest { WorkerId = new string('0', 32), Paused = true }),
        ["LedgerLog/ListOwnEntries"] = new(Workers, scene => scene.Idle.Key, _ => new ListOwnEntriesRequest { FromIndex = 1, Limit = 5 }),
        ["Models/ListBundles"] = new(Nobody, _ => null, _ => new ListBundlesRequest()),
        ["Models/FetchFile"] = new(Nobody, _ => null, _ => new FetchFileRequest { Sha256 = TestKit.PaperBundle.WeightsSha256, Offset = 599_000 }),
        ["Operations/GetVitals"] = new(["operator"], scene => scene.Operator, _ => new GetVitalsRequest()),
        ["Operations/GetCanaries"] = new(["operator"], scene => scene.Operator, _ => new GetCanariesRequest()),
        ["Operations/ProveLedger"] = new(["operator"], scene => scene.Operator, _ => new ProveLedgerRequest()),
        ["Operations/RebuildLedger"] = new(["operator"], scene => scene.Operator, _ => new RebuildLedgerRequest()),
        ["Requests/Submit"] = new(Nobody, scene => scene.Bob, _ => Ask()),
        ["Requests/Get"] = new(Nobody, _ => null, scene => new GetRequest { RequestId = scene.OpenRequest }),
        ["Requests/Watch"] = new(Nobody, _ => null, scene => new WatchRequest { RequestId = scene.EndedRequest, Previews = true }),
        ["Requests/Cancel"] = new(Nobody, scene => scene.Ada, scene => new CancelRequest { RequestId = scene.EndedRequest }),
        ["Requests/GetPicture"] = new(Nobody, _ => null, scene => new GetPictureRequest { JobId = scene.Finished.JobId }),
        ["Requests/ListPictures"] = new(Nobody, _ => null, scene => new ListPicturesRequest { Limit = 3, BeforeJobId = scene.Finished.JobId, ContributorName = "tern" }),
        ["Requests/FetchPicture"] = new(Nobody, _ => null, scene => new FetchPictureRequest { JobId = scene.Finished.JobId }),
        ["Teams/Create"] = new(Members, scene => scene.Bob, _ => new CreateTeamRequest { Name = "Guillemots" }), // who is in a team founds none
        ["Teams/Join"] = new(Members, scene => scene.Ada, _ => new JoinTeamRequest { InviteCode = "lgt_nothing" }),
        ["Teams/Leave"] = new(Members, scene => scene.Ada, _ => new LeaveTeamRequest()),
        ["Teams/ReplaceInvite"] = new(Members, scene => scene.Ada, _ => new ReplaceInviteRequest { Name = "Waders" }),
        ["Teams/Get"] = new(Nobody, _ => null, _ => new GetTeamRequest { Name = "Waders" }),
        ["Work/Attend"] = new(Workers, scene => scene.Idle.Key, scene => new AttendRequest { WarmBundle = "paper", BundlesOnDisk = { "paper" }, HeldLeases = { scene.Fresh.Token.LeaseId }, Slots = 1 }),
        ["Work/Claim"] = new(Workers, scene => scene.Idle.Key, _ => new ClaimRequest { OfferId = new string('0', 32) }),
        ["Work/Heartbeat"] = new(Workers, scene => scene.Fresh.Worker.Key, scene => new HeartbeatRequest { Lease = scene.Fresh.Token.Clone(), Step = 1 }),
        ["Work/Upload"] = new(Workers, scene => scene.Uploaded.Worker.Key, scene => WorkRows.UploadOf(scene.Uploaded, Scene.Png)),
        ["Work/Complete"] = new(Workers, scene => scene.Finished.Worker.Key, scene => WorkRows.Finish(scene.Finished)),
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
        Settings = new() { Prompt = "a boat", NegativePrompt = "a car", BundleId = "paper", Width = 16, Height = 16, Steps = 4, Guidance = 4, Sampler = Sampler.Ddim },
    };
}
