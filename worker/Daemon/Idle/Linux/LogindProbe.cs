namespace LaionGrid.Worker.Idle.Linux;

/// <summary>
/// Whether a program asks that the screen stays lit, as players of films, talks and most games do: logind keeps the list, whatever draws
/// the screen. And whether NetworkManager calls the network metered.
/// </summary>
internal sealed class LogindProbe(IBus system) : IProbe
{
    private const uint Yes = 1;
    private const uint GuessYes = 3;

    private static readonly BusProperty Inhibited = new("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "BlockInhibited");
    private static readonly BusProperty Metered = new("org.freedesktop.NetworkManager", "/org/freedesktop/NetworkManager", "org.freedesktop.NetworkManager", "Metered");

    public TimeSpan Every => TimeSpan.FromSeconds(1);

    public async ValueTask<MachineState> LookAsync(MachineState known, CancellationToken cancellationToken) => known with
    {
        IsShowing = await system.GetAsync(Inhibited, cancellationToken) is string list ? list.Split(':').Contains("idle") : null,
        IsMetered = await system.GetAsync(Metered, cancellationToken) is uint cost and not 0 ? cost is Yes or GuessYes : null,
    };
}
