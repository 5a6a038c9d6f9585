using LaionGrid.Diffusion.Sessions;

namespace LaionGrid.Worker.Rendering;

/// <summary>What the owner lets render, and how much of its memory.</summary>
/// <param name="MemoryLimitMiB">Null for all.</param>
internal sealed record DeviceRequest(DeviceChoice Choice, long? MemoryLimitMiB = null)
{
    /// <summary>Kinds that are taken unasked: the others' providers do not carry a whole model well yet.</summary>
    private static readonly ComputeKind[] Proven = [ComputeKind.Cuda, ComputeKind.DirectMl];

    /// <summary>The best device of the kind asked for, or in one line why there is none.</summary>
    public (ComputeDevice? Device, string Problem) Find()
    {
        if (Choice == DeviceChoice.Cpu)
            return (Limit(ComputeDevice.Cpu()), "");
        var probe = DeviceProbe.Run();
        var fit = Choice == DeviceChoice.Auto
            ? probe.Devices.FirstOrDefault(device => Proven.Contains(device.Kind)) ?? probe.Devices[^1]
            : probe.Devices.FirstOrDefault(device => device.Kind.ToString() == Choice.ToString());
        var found = string.Join(", ", probe.Devices.Select(device => device.Name));
        var why = probe.Problems.Count > 0 ? string.Join(" ", probe.Problems) : $"This machine offers {found}.";
        return (fit is null ? null : Limit(fit), $"--device {Choice.ToString().ToLowerInvariant()}: there is none that can be used here. {why}");
    }

    /// <summary>As the render process is told it.</summary>
    public string[] ToArguments() =>
        ["--device", Choice.ToString().ToLowerInvariant(), .. MemoryLimitMiB is { } limit ? ["--memory-limit", limit.ToString(System.Globalization.CultureInfo.InvariantCulture)] : Array.Empty<string>()];

    private ComputeDevice Limit(ComputeDevice device) => device with { MemoryLimitMiB = MemoryLimitMiB };
}
