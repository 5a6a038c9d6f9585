namespace LaionGrid.Coordinator.Datasets.Releases;

/// <summary>Why a released picture is in no later release. It says nothing of what it shows.</summary>
internal enum RemovalReason
{
    /// <summary>By a moderator. What holds it is not handed out any more.</summary>
    TakenDown,

    /// <summary>By its person: withdrawn, hidden or deleted.</summary>
    Withdrawn,

    /// <summary>A moderator found it not safe for work.</summary>
    Unsafe,

    /// <summary>Its verification was overturned.</summary>
    Rejected,
}
