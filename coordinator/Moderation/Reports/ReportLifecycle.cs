namespace LaionGrid.Coordinator.Moderation.Reports;

/// <summary>Where a report stands.</summary>
internal enum ReportState
{
    Open,

    /// <summary>Decided: nothing is wrong with the picture.</summary>
    Dismissed,

    /// <summary>Decided: the picture is not shown, and may be again.</summary>
    Withheld,

    /// <summary>Decided: the picture is gone.</summary>
    TakenDown,

    /// <summary>Its picture's owner objects, and another look is due.</summary>
    Appealed,

    /// <summary>The decision stays.</summary>
    Upheld,

    /// <summary>The decision was wrong, and the picture is back.</summary>
    Overturned,
}

/// <summary>What can happen to a report.</summary>
internal enum ReportEvent
{
    Dismiss,
    Withhold,
    TakeDown,
    Appeal,
    Uphold,
    Overturn,
}

/// <summary>The life of a report as one table; a decision that comes late or twice changes nothing.</summary>
internal static class ReportLifecycle
{
    private static readonly (ReportEvent Event, ReportState[] From, ReportState To)[] Moves =
    [
        (ReportEvent.Dismiss, [ReportState.Open], ReportState.Dismissed),
        (ReportEvent.Withhold, [ReportState.Open], ReportState.Withheld),
        (ReportEvent.TakeDown, [ReportState.Open], ReportState.TakenDown),
        (ReportEvent.Appeal, [ReportState.Withheld, ReportState.TakenDown], ReportState.Appealed),
        (ReportEvent.Uphold, [ReportState.Appealed], ReportState.Upheld),
        (ReportEvent.Overturn, [ReportState.Appealed], ReportState.Overturned),
    ];

    /// <summary>The states in which this may happen.</summary>
    public static ReportState[] From(ReportEvent happening) => Moves.Single(move => move.Event == happening).From;

    /// <summary>The state it leads to.</summary>
    public static ReportState To(ReportEvent happening) => Moves.Single(move => move.Event == happening).To;

    /// <summary>The next state, or null when this cannot happen here.</summary>
    public static ReportState? Next(ReportState state, ReportEvent happening) => From(happening).Contains(state) ? To(happening) : null;

    /// <summary>A moderator has to look.</summary>
    public static bool IsWaiting(ReportState state) => state is ReportState.Open or ReportState.Appealed;
}
