using System.Globalization;

namespace LaionGrid.Worker.Idle.Linux;

/// <summary>How busy the processor was since the look before, all its cores together.</summary>
internal sealed class ProcessorProbe(SystemFiles files) : IProbe
{
    /// <summary>Of the columns user, nice, system, idle, iowait, irq, softirq, steal; the rest is in user already.</summary>
    private const int Columns = 8;
    private const int Idle = 3;
    private const int WaitsForDisk = 4;

    private (long Busy, long All)? _before;

    public TimeSpan Every => TimeSpan.FromSeconds(10);

    public ValueTask<MachineState> LookAsync(MachineState known, CancellationToken cancellationToken)
    {
        var (before, now) = (_before, Read());
        _before = now;
        return new(known with { ProcessorPercent = now is { } later && before is { } earlier && later.All > earlier.All ? 100.0 * (later.Busy - earlier.Busy) / (later.All - earlier.All) : null });
    }

    private (long Busy, long All)? Read()
    {
        var words = files.Read("proc/stat")?.Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (words.Length <= Columns || words[0] != "cpu")
            return null;
        var ticks = words[1..(Columns + 1)].Select(word => long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToArray();
        return (ticks.Sum() - ticks[Idle] - ticks[WaitsForDisk], ticks.Sum());
    }
}
