using Google.Protobuf;
using LaionGrid.Contracts.V1;
using static LaionGrid.Coordinator.Tests.Hostile.HostileRow;

namespace LaionGrid.Coordinator.Tests.Hostile;

/// <summary>Leases that the caller does not hold, calls that come late, twice or too early, and numbers that cannot be.</summary>
internal static class WorkRows
{
    private const string Claim = "Work/Claim";
    private const string Heartbeat = "Work/Heartbeat";
    private const string Complete = "Work/Complete";
    private const string Fail = "Work/Fail";

    public static IEnumerable<HostileRow> All =>
    [
        .. Of(Claim, "offer.gone",
            ("no offer", _ => new ClaimRequest()),
            ("not hex", _ => new ClaimRequest { OfferId = "an offer" }),
            ("the empty offer", _ => new ClaimRequest { OfferId = new string('0', 32) }),
            ("an offer nobody made", _ => new ClaimRequest { OfferId = new string('f', 32) }),
            ("another's lease", scene => new ClaimRequest { OfferId = scene.Fresh.Token.LeaseId }),
            ("a referee's lease", scene => new ClaimRequest { OfferId = scene.Recheck.Token.LeaseId })),
        .. Of("Work/Attend", "",
            ("another's lease for its own", scene => new AttendRequest { HeldLeases = { scene.Fresh.Token.LeaseId, "zz", "" } }),
            ("endless names", _ => new AttendRequest { WarmBundle = "\u202E", BundlesOnDisk = { Enumerable.Range(0, 100_000).Select(index => $"{index}") } }),
            ("slots below none", _ => new AttendRequest { Slots = int.MinValue }),
            ("slots without end", _ => new AttendRequest { Slots = int.MaxValue })),
        .. Of("Work/ListVerdicts", "limit.out_of_range",
            ("fewer than none", _ => new ListVerdictsRequest { Limit = -1 }),
            ("more than a page", _ => new ListVerdictsRequest { Limit = 257 }),
            ("before all time", _ => new ListVerdictsRequest { AfterUs = long.MinValue }),
            ("after all time", _ => new ListVerdictsRequest { AfterUs = long.MaxValue })),
        .. Of("Work/ListVerdicts", "", ("a lease that is no id", _ => new ListVerdictsRequest { AfterLeaseId = "' OR 1 = 1" })),
        .. Tokens(Heartbeat, token => new HeartbeatRequest { Lease = token, Step = 1 }),
        .. Tokens(Complete, token => new CompleteRequest { Lease = token, PictureSha256 = WorkerClient.Hash(Scene.Png) }),
        .. Tokens(Fail, token => new FailRequest { Lease = token, Reason = FailReason.RenderError }),
        .. Heartbeats, .. Completions, .. Failures,
    ];

    public static CompleteRequest Finish(Held held) => new() { Lease = held.Token.Clone(), PictureSha256 = WorkerClient.Hash(Scene.Png), EngineVersion = "test", Commitment = ByteString.CopyFrom(new byte[5 * 32]), Scores = new() { TextFit = 0.5 } };

    public static UploadChunk UploadOf(Held held, byte[] png) =>
        new() { Lease = held.Token.Clone(), TotalBytes = png.Length, Sha256 = WorkerClient.Hash(png), Data = ByteString.CopyFrom(png) };

    /// <summary>Tokens that are not the caller's, who holds <see cref="Scene.Fresh"/>.</summary>
    public static IEnumerable<HostileRow> Tokens(string rpc, Func<LeaseToken?, IMessage> message) =>
        Of(rpc, "lease.unknown",
            ("no lease", _ => message(null)),
            ("an empty lease", _ => message(new())),
            ("not hex", _ => message(new() { LeaseId = "zz", Fence = 1 })),
            ("a lease nobody has", _ => message(new() { LeaseId = new string('f', 32), Fence = 1 })),
            ("a huge id", _ => message(new() { LeaseId = new string('a', 1_000_000) })),
            ("a job for a lease", scene => message(new() { LeaseId = scene.Fresh.JobId, Fence = scene.Fresh.Token.Fence })),
            ("another worker's lease", scene => message(scene.Uploaded.Token.Clone())),
            ("the referee's lease", scene => message(scene.Recheck.Token.Clone())))
        .Concat(new[] { -1, 0, 2, long.MinValue, long.MaxValue }.SelectMany(fence =>
            Of(rpc, "lease.stale", ($"fence {fence}", scene => message(new() { LeaseId = scene.Fresh.Token.LeaseId, Fence = fence })))))
        .Select(row => row.By(scene => scene.Fresh.Worker.Key));

    private static IEnumerable<HostileRow> Heartbeats =>
    [
        .. Of(Heartbeat, "preview.too_large", ("a large preview", Beat(beat => beat.Preview = ByteString.CopyFrom(new byte[(64 * 1024) + 1])))),
        .. Of(Heartbeat, "",
            ("a step before the first", Beat(beat => beat.Step = int.MinValue)),
            ("a step behind the last", Beat(beat => beat.Step = int.MaxValue))),
        .. Ended(Heartbeat, "", held => new HeartbeatRequest { Lease = held.Token.Clone(), Step = 3 }),
    ];

    private static IEnumerable<HostileRow> Completions =>
    [
        .. Of(Complete, "upload.missing",
            ("before the upload", scene => Finish(scene.Fresh)),
            ("without a hash", scene => new CompleteRequest { Lease = scene.Fresh.Token.Clone() })).Select(row => row.By(scene => scene.Fresh.Worker.Key)),
        .. Of(Complete, "upload.missing",
            ("another picture", scene => new CompleteRequest { Lease = scene.Uploaded.Token.Clone(), PictureSha256 = new string('0', 64) }),
            ("a path", scene => new CompleteRequest { Lease = scene.Uploaded.Token.Clone(), PictureSha256 = "../../../grid.db" })).Select(row => row.By(scene => scene.Uploaded.Worker.Key)),
        .. new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, -101 }.SelectMany(score => Of(Complete, "score.out_of_range",
            ($"text fit of {score}", Scored(scores => scores.TextFit = score)),
            ($"aesthetic of {score}", Scored(scores => scores.Aesthetic = score)),
            ($"nsfw of {score}", Scored(scores => scores.Nsfw = score)),
            ($"watermark of {score}", Scored(scores => scores.Watermark = score)))).Select(row => row.By(scene => scene.Uploaded.Worker.Key)),
        .. Of(Complete, "embedding.malformed",
            ("an embedding of zeros", scene => new CompleteRequest(Finish(scene.Uploaded)) { Embedding = ByteString.CopyFrom(new byte[512]) }),
            ("an embedding that is too long", scene => new CompleteRequest(Finish(scene.Uploaded)) { Embedding = ByteString.CopyFrom([.. Enumerable.Repeat((byte)1, 2049)]) })).Select(row => row.By(scene => scene.Uploaded.Worker.Key)),
        .. Of(Complete, "commitment.too_large", ("a large commitment", scene => new CompleteRequest(Finish(scene.Uploaded)) { Commitment = ByteString.CopyFrom(new byte[(64 * 1024) + 1]) }))
            .Select(row => row.By(scene => scene.Uploaded.Worker.Key)),
        .. Of(Complete, "", ("twice", scene => Finish(scene.Finished))),
        .. Of(Complete, "lease.stale", ("again with another picture", scene => new CompleteRequest(Finish(scene.Finished)) { PictureSha256 = new string('0', 64) })),
        .. Ended(Complete, "lease.stale", Finish).Where(row => row.Case != "after it was completed"),
    ];

    private static IEnumerable<HostileRow> Failures =>
    [
        .. Ended(Fail, "", held => new FailRequest { Lease = held.Token.Clone(), Reason = FailReason.RenderError }),
        .. Ended(Fail, "", held => new FailRequest { Lease = held.Token.Clone(), Reason = (FailReason)99, Detail = new string('\a', 100_000) }),
    ];

    /// <summary>One row for each way a lease has ended, by its worker.</summary>
    public static IEnumerable<HostileRow> Ended(string rpc, string code, Func<Held, IMessage> message) =>
        new (string Case, Func<Scene, Held> Lease)[]
        {
            ("after it was completed", scene => scene.Finished),
            ("after it was given back", scene => scene.GivenBack),
            ("after its request was cancelled", scene => scene.Stopped),
        }.Select(ended => Of(rpc, code, (ended.Case, scene => message(ended.Lease(scene)))).Single().By(scene => ended.Lease(scene).Worker.Key));

    private static Func<Scene, IMessage> Beat(Action<HeartbeatRequest> spoil) => Spoilt(Heartbeat, spoil);

    private static Func<Scene, IMessage> Scored(Action<PictureScores> spoil) => scene =>
    {
        var finish = Finish(scene.Uploaded);
        spoil(finish.Scores);
        return finish;
    };
}
