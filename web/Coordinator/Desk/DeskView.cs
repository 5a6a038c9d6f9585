namespace LaionGrid.Web.Coordinator.Desk;

/// <summary>A worker as the operator sees it.</summary>
/// <param name="Evidence">Jobs whose verdict went against it, the latest first; told of suspicious ones alone.</param>
public sealed record DeskWorkerView(
    string Id, string Name, string Contributor, string Device, bool IsReferee, bool IsPaused, DateTimeOffset? SuspendedUntil, DateTimeOffset? LastLeaseAt,
    double Passed, long Faults, long Withheld, bool HasDrifted, IReadOnlyList<string> Evidence, int OpenAppeals);

/// <summary>A job as the operator sees it.</summary>
public sealed record DeskJobView(string JobId, string RequestId, string State, string Bundle, string Account, DateTimeOffset QueuedAt, int Failures, string Failure, string Worker);

/// <summary>What is asked of a bundle.</summary>
public sealed record BundleDemandView(string Bundle, bool IsHidden, int Queued, int Pictures, int Workers, int AbleWorkers);

/// <summary>How the coordinator that answers is doing.</summary>
public sealed record VitalsView(long Attending, long Queued, long Leases, long Offers, long OffersLapsed, long Connections, double? EtaKept, long SecondAttempts);
