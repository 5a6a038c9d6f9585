namespace LaionGrid.Worker.Idle;

/// <summary>
/// How long nobody touched the machine. Of sources that see each touch the latest counts; only when none of them answers, those that know
/// it less well are asked, one after the other. Those that see one corner of the machine can tell that somebody is there, never that nobody is.
/// </summary>
/// <param name="hasDisplay">Whether somebody is logged in at a screen.</param>
/// <param name="exact">They see each key and move.</param>
/// <param name="rough">They see all, in minutes; the best first.</param>
/// <param name="partial">They see some.</param>
internal sealed class InputProbe(Func<bool> hasDisplay, IReadOnlyList<IInputSource> exact, IReadOnlyList<IInputSource> rough, IReadOnlyList<IInputSource> partial) : IProbe
{
    public TimeSpan Every => TimeSpan.Zero;

    public bool SeesOwner => true;

    public async ValueTask<MachineState> LookAsync(MachineState known, CancellationToken cancellationToken)
    {
        TimeSpan? least = null;
        foreach (var source in exact)
            least = await source.IdleAsync(cancellationToken) is { } idle && !(idle >= least) ? idle : least;
        for (var next = 0; least is null && next < rough.Count; next++)
            least = await rough[next].IdleAsync(cancellationToken);
        foreach (var source in partial)
            least = await source.IdleAsync(cancellationToken) is { } idle && idle < least ? idle : least;
        return known with { HasDisplay = hasDisplay(), InputIdle = least };
    }
}
