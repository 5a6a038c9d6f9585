namespace LaionGrid.Worker.Idle.Linux;

/// <summary>A D-Bus that can be asked for single numbers and words. Tests replace it: there is none in a container.</summary>
internal interface IBus
{
    /// <summary>Null when there is no such bus, service or property, or no answer in time. As the bus gives it: bool, uint, ulong or string.</summary>
    ValueTask<object?> GetAsync(BusProperty property, CancellationToken cancellationToken);

    /// <summary>The answer of a method without parameters to a number; null as above.</summary>
    ValueTask<ulong?> CallAsync(BusProperty method, CancellationToken cancellationToken);
}

/// <summary>Where on a bus something is.</summary>
internal sealed record BusProperty(string Service, string Path, string Interface, string Name);
