using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Leases;

/// <summary>What becomes of a job whose attempt ended without a picture. Pure.</summary>
internal static class RetryPolicy
{
    /// <summary>Whether this end counts against the job. An owner who wants the machine back is nobody's failure.</summary>
    public static bool Counts(AttemptState ended) => ended is AttemptState.Failed or AttemptState.Expired;

    /// <summary>Another attempt follows, or the job is given up after <paramref name="maxFailures"/> bad ends.</summary>
    public static JobEvent After(AttemptState ended, int failuresBefore, int maxFailures) =>
        Counts(ended) && failuresBefore + 1 >= maxFailures ? JobEvent.GiveUp : JobEvent.Requeue;
}
