using LaionGrid.Contracts.V1;
using static LaionGrid.Coordinator.Tests.Hostile.HostileRow;

namespace LaionGrid.Coordinator.Tests.Hostile;

/// <summary>Releases that nobody made, paths that lead elsewhere, and pictures that are not one's own.</summary>
internal static class ReleaseRows
{
    public static IEnumerable<HostileRow> All =>
    [
        .. Of("Releases/List", "limit.out_of_range", ("fewer than none", _ => new ListReleasesRequest { Limit = -1 }), ("more than a page", _ => new ListReleasesRequest { Limit = 101 })),
        .. Of("Releases/List", "job.unknown", ("of what is no id", _ => new ListReleasesRequest { JobId = "zz" })),
        .. Of("Outcomes/List", "job_ids.count", ("no pictures", _ => new ListOutcomesRequest()), ("too many pictures", _ => new ListOutcomesRequest { JobIds = { Enumerable.Repeat(new string('0', 32), 101) } })),
        .. Of("Releases/Get", "release.unknown",
            ("a month nobody released", _ => new GetReleaseRequest { Version = "2026-11" }),
            ("another folder", _ => new GetReleaseRequest { Version = ".." }),
            ("a huge name", _ => new GetReleaseRequest { Version = new string('2', 1_000_000) })),
        .. Of("Releases/FetchFile", "release.unknown", ("another folder's file", _ => new FetchReleaseFileRequest { Version = "../..", Path = "grid.db", Length = 1 })),
        .. Of("Releases/FetchFile", "file.unknown", ("no path", _ => new FetchReleaseFileRequest { Version = "2026-11", Length = 1 }), ("a huge path", _ => new FetchReleaseFileRequest { Version = "2026-11", Path = new string('p', 1_000_000), Length = 1 })),
        .. Of("Releases/ListTombstones", "limit.out_of_range", ("fewer than none", _ => new ListTombstonesRequest { Limit = -1 }), ("more than a page", _ => new ListTombstonesRequest { Limit = 1001 })),
        .. Of("Releases/ListTombstones", "instant.out_of_range", ("before all time", _ => new ListTombstonesRequest { AfterUs = long.MinValue }), ("after all time", _ => new ListTombstonesRequest { AfterUs = long.MaxValue })),
        .. Of("Releases/ListTombstones", "job.unknown", ("behind what is no id", _ => new ListTombstonesRequest { AfterJobId = "zz" })),
        .. Of("Releases/Withdraw", "job.unknown",
            ("another's picture", scene => new WithdrawRequest { JobIds = { scene.Finished.JobId } }),
            ("what is not there", _ => new WithdrawRequest { JobIds = { new string('f', 32), "zz", "" } })),
        .. Of("Releases/WithdrawOfRequest", "request.unknown", ("no request", _ => new WithdrawOfRequestRequest()), ("a request that is not there", _ => new WithdrawOfRequestRequest { RequestId = new string('f', 32), RequestKey = "guessed" })),
        .. Of("Releases/WithdrawOfRequest", "request.not_yours", ("another's request", scene => new WithdrawOfRequestRequest { RequestId = scene.OpenRequest, RequestKey = new string('k', 1_000_000) })),
        .. Of("Releases/Withdraw", "job_ids.count", ("no pictures", _ => new WithdrawRequest()), ("too many pictures", _ => new WithdrawRequest { JobIds = { Enumerable.Repeat(new string('0', 32), 401) } })),
    ];
}
