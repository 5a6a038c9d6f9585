using LaionGrid.Diffusion.Sessions;

namespace LaionGrid.Worker.Rendering;

/// <summary>What the owner lets render, and how much of its memory.</summary>
/// <param name="MemoryLimitMiB">Null for all.</param>
internal sealed record DeviceRequest(DeviceChoice Choice, long? MemoryLimitMiB = null)
{
    /// <summary>The best device of the kind asked for, or in one line why there is none.</summary>
    public (ComputeDevice? Device, string Problem) Find()
    {
        if (Choice == DeviceChoice.Cpu)
            return (Limit(ComputeDevice.Cpu()), "");
        var probe = Choice == DeviceChoice.Auto ? DeviceProbe.Run() : DeviceProbe.Run(Enum.Parse<ComputeKind>(Choice.ToString()));
        if (Choice == DeviceChoice.Auto || probe.Devices[0].Kind != ComputeKind.Cpu)
            return (Limit(probe.Devices[0]), "");
        var why = probe.Problems.Count > 0 ? string.Join(" ", probe.Problems) : "This machine has no such card, or this build no such provider. Choose another device.";
        return (null, $"--device {Choice.ToString().ToLowerInvariant()}: {why}");
    }

    /// <summary>As the render process is told it.</summary>
    public string[] ToArguments() =>
        ["--device", Choice.ToString().ToLowerInvariant(), .. MemoryLimitMiB is { } limit ? ["--memory-limit", limit.ToString(System.Globalization.CultureInfo.InvariantCulture)] : Array.Empty<string>()];

    private ComputeDevice Limit(ComputeDevice device) => device with { MemoryLimitMiB = MemoryLimitMiB };
}
