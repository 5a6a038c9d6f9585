using System.Globalization;

namespace LaionGrid.Worker.Idle.Linux;

/// <summary>Memory that programs could have without pushing anything out, as the kernel estimates it.</summary>
internal sealed class MemoryProbe(SystemFiles files) : IProbe
{
    private const string Available = "MemAvailable:";

    public TimeSpan Every => TimeSpan.FromSeconds(2);

    public ValueTask<MachineState> LookAsync(MachineState known, CancellationToken cancellationToken)
    {
        var line = files.Read("proc/meminfo")?.Split('\n').FirstOrDefault(line => line.StartsWith(Available, StringComparison.Ordinal));
        var kiB = line?[Available.Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
        return new(known with { FreeMemoryMiB = long.TryParse(kiB, CultureInfo.InvariantCulture, out var number) ? number >> 10 : null });
    }
}
