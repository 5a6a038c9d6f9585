namespace LaionGrid.Coordinator.Jobs.Checks;

/// <summary>What is known of whether a picture may be shown; it means something once the job is rendered.</summary>
internal enum PictureCheck
{
    /// <summary>Nothing, or not enough: shown blurred, and only where unchecked pictures are asked for.</summary>
    Unchecked,

    /// <summary>By its scores, by a moderator, or because the operator trusts what brings none.</summary>
    Safe,

    /// <summary>By its scores: withheld until a moderator has looked.</summary>
    Unsafe,

    /// <summary>By a moderator, or while a report that cannot wait is open.</summary>
    Withheld,

    /// <summary>For good: nothing of it is told but that it was.</summary>
    TakenDown,
}
