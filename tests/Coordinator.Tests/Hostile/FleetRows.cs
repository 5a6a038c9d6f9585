using Google.Protobuf;
using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;
using static LaionGrid.Coordinator.Tests.Hostile.HostileRow;

namespace LaionGrid.Coordinator.Tests.Hostile;

/// <summary>Machines that may not join as they want to, and files that nobody publishes.</summary>
internal static class FleetRows
{
    private const string Enroll = "Fleet/Enroll";
    private const string Pause = "Fleet/Pause";
    private const string FetchFile = "Models/FetchFile";

    public static IEnumerable<HostileRow> All =>
    [
        .. Of(Enroll, "enroll_key.invalid",
            ("no enrol key", Join(join => join.EnrollKey = "")),
            ("an enrol key easily guessed", Join(join => join.EnrollKey = new string('k', 31))),
            ("a huge enrol key", Join(join => join.EnrollKey = new string('k', 1_000_000)))),
        .. Of(Enroll, "worker.name_invalid",
            ("a bell in the worker's name", Join(join => join.WorkerName = "\a")),
            ("markup for a name", Join(join => join.WorkerName = "<script>")),
            ("a long name", Join(join => join.WorkerName = new string('a', 41)))),
        .. Of(Enroll, "account.name_invalid", ("a contributor nobody can be", Join(join => join.ContributorName = "A\nda"))),
        .. Of(Enroll, "account.name_taken",
            ("another's account without its key", Join(join => join.ContributorName = "ada")),
            ("the operator's account", Join(join => join.ContributorName = "operator")),
            ("a worker named like an account", Join(join => (join.WorkerName, join.ContributorName) = ("Bob", "")))),
        .. Of(Enroll, "worker.role_unknown",
            ("an unknown role", Join(join => join.Role = (WorkerRole)99)),
            ("a negative role", Join(join => join.Role = (WorkerRole)(-1)))),
        .. Of(Enroll, "key.not_allowed", ("a referee without the operator's key", Join(join => join.Role = WorkerRole.Referee)))
            .SelectMany(row => new[] { row, row.By(scene => scene.Ada), row.By(scene => scene.Idle.Key), row.By(scene => scene.Recheck.Worker.Key) }),
        .. Of(Enroll, "key.not_allowed", ("a referee's machine as a volunteer's", Join(join => join.EnrollKey = $"judge-{new string('x', 40)}"))),
        .. Of(Pause, "worker.unknown",
            ("no worker", _ => new PauseRequest()),
            ("not hex", _ => new PauseRequest { WorkerId = "zz" }),
            ("a worker nobody is", _ => new PauseRequest { WorkerId = new string('f', 32), Paused = true })),
        .. Of(FetchFile, "file.unknown",
            ("no hash", _ => new FetchFileRequest()),
            ("a path", _ => new FetchFileRequest { Sha256 = "../../data/operator.key" }),
            ("a hash nobody publishes", _ => new FetchFileRequest { Sha256 = new string('0', 64) }),
            ("a picture's hash", _ => new FetchFileRequest { Sha256 = WorkerClient.Hash(Scene.Png) }),
            ("a huge hash", _ => new FetchFileRequest { Sha256 = new string('a', 1_000_000) })),
        .. new[] { -1, long.MinValue, long.MaxValue, PaperBundle.Weights.Length + 1L }.SelectMany(offset =>
            Of(FetchFile, "offset.out_of_range", ($"from {offset}", Spoilt<FetchFileRequest>(FetchFile, fetch => fetch.Offset = offset)))),
        .. new[] { -1, long.MinValue }.SelectMany(length =>
            Of(FetchFile, "length.out_of_range", ($"a length of {length}", Spoilt<FetchFileRequest>(FetchFile, fetch => fetch.Length = length)))),
    ];

    private static Func<Scene, IMessage> Join(Action<EnrollRequest> spoil) => Spoilt(Enroll, spoil);
}
