namespace LaionGrid.Coordinator.Accounts;

/// <summary>How well the grid knows whoever asks; bounds on asking depend on it.</summary>
internal enum Rank
{
    /// <summary>Nobody in particular.</summary>
    Anonymous,

    /// <summary>An account that has yet to show itself.</summary>
    New,

    /// <summary>An account of some standing.</summary>
    Trusted,
}
