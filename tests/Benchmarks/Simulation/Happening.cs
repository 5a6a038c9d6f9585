namespace LaionGrid.Benchmarks.Simulation;

/// <summary>What happens next, and to whom.</summary>
internal readonly record struct Happening(HappeningKind Kind, object? Subject);

internal enum HappeningKind
{
    /// <summary>Somebody asks for pictures.</summary>
    Request,

    /// <summary>One person asks for very many.</summary>
    Bulk,

    /// <summary>A worker comes online.</summary>
    Join,

    /// <summary>Its owner wants the machine back.</summary>
    Leave,

    /// <summary>An attempt comes to its end, good or bad.</summary>
    End,

    /// <summary>A vanished worker's lease lapses.</summary>
    Lapse,

    /// <summary>An attempt is late.</summary>
    Late,

    /// <summary>A minute is over.</summary>
    Minute,
}
