using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Leases;

/// <summary>What verification has found of a worker, as far as it decides what work it is given.</summary>
/// <param name="IsProven">It has passed the audits of its first time, with one bundle at least.</param>
/// <param name="Refused">Bundles that its device computes too coarsely for, as it is now.</param>
internal sealed record WorkerStanding(bool IsProven, IReadOnlySet<string> Refused);

/// <summary>Tells it. Leases stands left of Verification, which implements it.</summary>
internal interface IStandings
{
    Task<WorkerStanding> ReadAsync(GridDb db, WorkerId worker, CancellationToken cancellationToken);
}
