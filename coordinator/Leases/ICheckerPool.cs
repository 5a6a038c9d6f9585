using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Leases;

/// <summary>Says which volunteers may check others' work. Leases stands left of Verification, which implements it.</summary>
internal interface ICheckerPool
{
    /// <summary>Whether any may.</summary>
    bool IsOpen { get; }

    /// <summary>Of these workers those that may, each with a bundle that it has proven itself with.</summary>
    Task<IReadOnlySet<(WorkerId WorkerId, string BundleId)>> ProvenAsync(GridDb db, IReadOnlyList<WorkerId> workers, CancellationToken cancellationToken);

    /// <summary>For each of these accounts the owners whose volunteers have checked its work lately, so that they are not asked again soon.</summary>
    Task<ILookup<AccountId, AccountId>> LatelyAsync(GridDb db, IReadOnlyList<AccountId> accounts, CancellationToken cancellationToken);
}
