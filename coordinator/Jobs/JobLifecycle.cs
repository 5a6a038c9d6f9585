namespace LaionGrid.Coordinator.Jobs;

/// <summary>Where a job stands.</summary>
internal enum JobState
{
    Queued,
    Leased,
    Rendered,
    Done,
    Failed,
    Cancelled,
}

/// <summary>What can happen to a job.</summary>
internal enum JobEvent
{
    /// <summary>A worker took a lease on it.</summary>
    Claim,

    /// <summary>The attempt ended without a picture, and another may follow.</summary>
    Requeue,

    /// <summary>The picture is here and passed the upload checks.</summary>
    Render,

    /// <summary>The verdict accepted the picture.</summary>
    Accept,

    /// <summary>The verdict rejected the picture, and another attempt may follow.</summary>
    Reject,

    /// <summary>No further attempt may follow.</summary>
    GiveUp,

    /// <summary>The picture's worker lost the standing by which it was accepted.</summary>
    Recall,

    /// <summary>Its person no longer wants it.</summary>
    Cancel,

    /// <summary>Its person wants it tried again although it was given up.</summary>
    Retry,

    /// <summary>Its person deleted it: nothing may bring it back.</summary>
    Erase,
}

/// <summary>
/// The life of a job as one table. Every write to a job's state filters on <see cref="From"/> and sets <see cref="To"/>, so
/// an event that comes late or twice changes nothing.
/// </summary>
internal static class JobLifecycle
{
    private static readonly (JobEvent Event, JobState[] From, JobState To)[] Moves =
    [
        (JobEvent.Claim, [JobState.Queued], JobState.Leased),
        (JobEvent.Requeue, [JobState.Leased], JobState.Queued),
        (JobEvent.Render, [JobState.Leased], JobState.Rendered),
        (JobEvent.Accept, [JobState.Rendered], JobState.Done),
        (JobEvent.Reject, [JobState.Rendered], JobState.Queued),
        (JobEvent.Recall, [JobState.Done], JobState.Queued),
        (JobEvent.GiveUp, [JobState.Leased, JobState.Rendered], JobState.Failed),
        // A rendered job is not cancelled: its worker has done the work, and the verdict decides what it is owed.
        (JobEvent.Cancel, [JobState.Queued, JobState.Leased], JobState.Cancelled),
        (JobEvent.Retry, [JobState.Failed], JobState.Queued),
        (JobEvent.Erase, [JobState.Done, JobState.Failed, JobState.Cancelled], JobState.Cancelled),
    ];

    /// <summary>The states in which this may happen.</summary>
    public static JobState[] From(JobEvent happening) => Moves.Single(move => move.Event == happening).From;

    /// <summary>The state it leads to.</summary>
    public static JobState To(JobEvent happening) => Moves.Single(move => move.Event == happening).To;

    /// <summary>The next state, or null when this cannot happen here.</summary>
    public static JobState? Next(JobState state, JobEvent happening) => From(happening).Contains(state) ? To(happening) : null;

    /// <summary>Its person waits no more, and but for a recall, or its person's wish to have it tried again, no event brings it back.</summary>
    public static bool IsFinal(JobState state) => state is JobState.Done or JobState.Failed or JobState.Cancelled;
}
