namespace LaionGrid.Worker.Doctor;

/// <summary>How good something is.</summary>
internal enum Grade
{
    Good,

    /// <summary>The worker runs, with less than it could have.</summary>
    Note,

    /// <summary>The worker does not run, or earns nothing.</summary>
    Bad,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="About">What, such as "disk"; stable, for programs.</param>
/// <param name="Says">How it is, in a sentence.</param>
/// <param name="Remedy">What to do, in sentences; empty when there is nothing to do.</param>
internal sealed record Finding(string About, Grade Grade, string Says, string Remedy = "")
{
    public static Finding Good(string about, string says) => new(about, Grade.Good, says);

    public static Finding Note(string about, string says, string remedy) => new(about, Grade.Note, says, remedy);

    public static Finding Bad(string about, string says, string remedy) => new(about, Grade.Bad, says, remedy);
}
