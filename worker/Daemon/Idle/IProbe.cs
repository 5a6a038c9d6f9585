namespace LaionGrid.Worker.Idle;

/// <summary>
/// Knows one thing about the machine. Tests give it a folder that looks like a machine, or replace it. A source that is not there is no
/// error: what it would tell stays null.
/// </summary>
internal interface IProbe
{
    /// <summary>How often looking is worth what it takes.</summary>
    TimeSpan Every { get; }

    /// <summary>Whether it tells if the owner is there. While such a probe is blind nobody knows.</summary>
    bool SeesOwner => false;

    /// <summary>A driver or a disk that hangs would keep its thread, so it is asked on another one.</summary>
    bool MayBlock => false;

    /// <summary>What was known, with what this probe sees in it.</summary>
    ValueTask<MachineState> LookAsync(MachineState known, CancellationToken cancellationToken);
}
