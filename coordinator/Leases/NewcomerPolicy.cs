namespace LaionGrid.Coordinator.Leases;

/// <summary>
/// How much of the grid newcomers may be: workers that have not passed the audits of their first time. Whoever comes again and again under new names is so held to a small
/// part of it, and an honest newcomer waits a little. Pure.
/// </summary>
internal static class NewcomerPolicy
{
    /// <summary>What was not taken when it was due is not made up for in one go.</summary>
    private const double MostDue = 2;

    /// <summary>Whether one more may work.</summary>
    /// <param name="ofAccount">Newcomers of its account that work.</param>
    /// <param name="ofBlock">Newcomers of its network block that work; 0 when that is not known.</param>
    public static bool MayWork(int ofAccount, int ofBlock, LeaseOptions options) => ofAccount < options.NewcomersPerAccount && ofBlock < options.NewcomersPerBlock;

    /// <summary>What is due to newcomers, in jobs, after one more was given out while both they and proven workers stood idle: so they never have more than their share of those.</summary>
    /// <param name="due">At least 1 when the job is given to a newcomer; at first 0.</param>
    public static double Due(double due, bool isToNewcomer, double share) => Math.Min(MostDue, due + share) - (isToNewcomer ? 1 : 0);
}
