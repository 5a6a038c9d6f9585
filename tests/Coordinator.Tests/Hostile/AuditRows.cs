using Google.Protobuf;
using LaionGrid.Contracts.V1;
using static LaionGrid.Coordinator.Tests.Hostile.HostileRow;

namespace LaionGrid.Coordinator.Tests.Hostile;

/// <summary>Trajectories nobody asked for, questions that are not the caller's, answers that are none.</summary>
internal static class AuditRows
{
    private const string Reveal = "Audits/Reveal";
    private const string Fetch = "Audits/FetchChallenge";
    private const string Answer = "Audits/Answer";
    private const string Appeal = "Audits/Appeal";

    public static IEnumerable<HostileRow> All =>
    [
        .. Of(Reveal, "lease.unknown",
            ("no lease", _ => new RevealChunk()),
            ("not hex", _ => new RevealChunk { Lease = new() { LeaseId = "zz", Fence = 1 } })).Select(row => row.By(scene => scene.Fresh.Worker.Key)),
        .. Of(Reveal, "reveal.unwanted",
            ("a lease nobody has", _ => RevealOf(new() { LeaseId = new string('f', 32), Fence = 1 })),
            ("a lease that is not finished", scene => RevealOf(scene.Fresh.Token)),
            ("another worker's", scene => RevealOf(scene.Finished.Token)),
            ("the referee's", scene => RevealOf(scene.Recheck.Token)),
            ("ten gigabytes of it", scene => new RevealChunk(RevealOf(scene.Fresh.Token)) { TotalBytes = 10_000_000_000 })).Select(row => row.By(scene => scene.Fresh.Worker.Key)),
        .. Of(Reveal, "", ("twice", scene => RevealOf(scene.Finished.Token))).Select(row => row.By(scene => scene.Finished.Worker.Key)),
        .. WorkRows.Tokens(Fetch, token => new FetchChallengeRequest { Lease = token }),
        .. Of(Fetch, "lease.stale", ("of a render", scene => new FetchChallengeRequest { Lease = scene.Fresh.Token.Clone() })).Select(row => row.By(scene => scene.Fresh.Worker.Key)),
        .. WorkRows.Tokens(Answer, token => new AnswerChunk { Lease = token, OutputBytes = 1 }),
        .. Of(Answer, "lease.stale", ("of a render", scene => new AnswerChunk { Lease = scene.Fresh.Token.Clone(), OutputBytes = 1 })).Select(row => row.By(scene => scene.Fresh.Worker.Key)),
        .. Of(Answer, "answer.wrong_size",
            ("nothing", scene => new AnswerChunk { Lease = scene.Recheck.Token.Clone() }),
            ("less than nothing", scene => new AnswerChunk { Lease = scene.Recheck.Token.Clone(), OutputBytes = long.MinValue, PictureBytes = long.MinValue }),
            ("ten gigabytes", scene => new AnswerChunk { Lease = scene.Recheck.Token.Clone(), OutputBytes = 10_000_000_000, PictureBytes = 10_000_000_000 })).Select(row => row.By(scene => scene.Recheck.Worker.Key)),
        .. new[] { double.NaN, double.PositiveInfinity, double.MinValue, 1.5 }.SelectMany(score => Of(
            Answer, "score.out_of_range", ($"nsfw of {score}", scene => new AnswerChunk { Lease = scene.Recheck.Token.Clone(), OutputBytes = 1, Scores = new() { Nsfw = score } }))).Select(row => row.By(scene => scene.Recheck.Worker.Key)),
        .. Of(Appeal, "appeal.unknown",
            ("no lease", _ => new AppealRequest()),
            ("not hex", _ => new AppealRequest { LeaseId = "zz" }),
            ("a lease nobody has", _ => new AppealRequest { LeaseId = new string('f', 32) }),
            ("another worker's", scene => new AppealRequest { LeaseId = scene.Finished.Token.LeaseId }),
            ("the referee's", scene => new AppealRequest { LeaseId = scene.Recheck.Token.LeaseId })).Select(row => row.By(scene => scene.Fresh.Worker.Key)),
        .. Of(Appeal, "appeal.not_rejected", ("not judged yet", scene => new AppealRequest { LeaseId = scene.Finished.Token.LeaseId })).Select(row => row.By(scene => scene.Finished.Worker.Key)),
    ];

    public static RevealChunk RevealOf(LeaseToken token) => new() { Lease = token.Clone(), TotalBytes = 4, Data = ByteString.CopyFrom(1, 2, 3, 4) };
}
