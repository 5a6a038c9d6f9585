using System.Globalization;

namespace LaionGrid.Worker.Idle.Linux;

/// <summary>Memory that programs could have without pushing anything out, as the kernel estimates it.</summary>
internal sealed class MemoryProbe(SystemFiles files) : IProbe
{
    public TimeSpan Every => TimeSpan.FromSeconds(2);

    public ValueTask<MachineState> LookAsync(MachineState known, CancellationToken cancellationToken)
    {
        var lines = files.Read("proc/meminfo")?.Split('\n') ?? [];
        return new(known with { FreeMemoryMiB = MiB(lines, "MemAvailable:"), TotalMemoryMiB = MiB(lines, "MemTotal:") });
    }

    private static long? MiB(string[] lines, string name)
    {
        var kiB = lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
        return long.TryParse(kiB, CultureInfo.InvariantCulture, out var number) ? number >> 10 : null;
    }
}
