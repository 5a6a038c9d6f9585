using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;

namespace LaionGrid.Coordinator.Leases;

/// <summary>A worker that might check.</summary>
/// <param name="NetworkBlock">Keyed hash of the network it calls from; null when that is not known.</param>
internal sealed record Checker(WorkerId WorkerId, WorkerRole Role, AccountId AccountId, string? NetworkBlock);

/// <summary>An attempt whose evaluations are to be done again.</summary>
/// <param name="NetworkBlock">As <see cref="Checker.NetworkBlock"/>, of the worker that made it.</param>
/// <param name="IsForVolunteers">Whether the lots left it to them.</param>
/// <param name="Answered">Workers that have answered in this case.</param>
internal sealed record CheckedWork(WorkerId WorkerId, AccountId AccountId, string? NetworkBlock, bool IsForVolunteers, IReadOnlySet<WorkerId> Answered)
{
    /// <summary>Owners whose volunteers have checked this account's work lately.</summary>
    public IReadOnlySet<AccountId> Lately { get; init; } = new HashSet<AccountId>();
}

/// <summary>
/// Who may check whose work. Nobody answers twice in a case, nor checks its own work. A volunteer must also belong to another owner and call from
/// another network, and not have checked this owner's work lately: friends could agree on a lie. The operator's referees are not bound by that: the
/// operator decides in the end anyway, and on a grid of one PC everything is one network. Pure.
/// </summary>
internal static class CheckerPolicy
{
    public static bool MayCheck(Checker checker, CheckedWork work)
    {
        if (checker.WorkerId == work.WorkerId || work.Answered.Contains(checker.WorkerId))
            return false;
        return checker.Role == WorkerRole.Referee || (work.IsForVolunteers && AreStrangers(checker, work) && !work.Lately.Contains(checker.AccountId));
    }

    private static bool AreStrangers(Checker checker, CheckedWork work) =>
        checker.AccountId != work.AccountId && (checker.NetworkBlock is null || checker.NetworkBlock != work.NetworkBlock);
}
