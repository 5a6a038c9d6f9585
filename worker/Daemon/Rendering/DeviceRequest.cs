using System.Globalization;
using LaionGrid.Diffusion.Sessions;

namespace LaionGrid.Worker.Rendering;

/// <summary>What the owner lets render, and how much of it.</summary>
/// <param name="MemoryLimitMiB">Null for all.</param>
internal sealed record DeviceRequest(DeviceChoice Choice, long? MemoryLimitMiB = null)
{
    /// <summary>Which of its kind, from 0; null for the best. Processors are one, and counted only to be told apart.</summary>
    public int? Index { get; init; }

    /// <summary>Threads that a processor may use; null for all.</summary>
    public int? Threads { get; init; }

    /// <summary>As the owner writes it, such as "cuda:1".</summary>
    public string Label => $"{Choice.ToString().ToLowerInvariant()}{(Index is { } index ? $":{index.ToString(CultureInfo.InvariantCulture)}" : "")}";

    /// <summary>The best device of the kind asked for, or in one line why there is none.</summary>
    public (ComputeDevice? Device, string Problem) Find()
    {
        if (Choice == DeviceChoice.Cpu)
            return (Limit(ComputeDevice.Cpu(Threads)), "");
        var probe = Choice == DeviceChoice.Auto ? DeviceProbe.Run() : Probe(Enum.Parse<ComputeKind>(Choice.ToString()));
        if (probe.Devices[0].Kind == ComputeKind.Cpu)
            return Choice == DeviceChoice.Auto ? (Limit(ComputeDevice.Cpu(Threads)), "") : (null, $"--device {Label}: {WhyNot(probe)}");
        return (Limit(probe.Devices[0]), "");
    }

    /// <summary>As the render process is told it.</summary>
    public string[] ToArguments() => ["--device", Label, .. Argument("--memory-limit", MemoryLimitMiB), .. Argument("--threads", Threads)];

    private static string[] Argument(string name, long? value) => value is { } number ? [name, number.ToString(CultureInfo.InvariantCulture)] : [];

    private static string WhyNot(DeviceProbe probe) => probe.Problems.Count > 0
        ? string.Join(" ", probe.Problems)
        : "This machine has no such card, or this build no such provider. Choose another device.";

    private DeviceProbe Probe(ComputeKind kind) => Index is { } index ? DeviceProbe.Run(kind, index) : DeviceProbe.Run(kind);

    private ComputeDevice Limit(ComputeDevice device) => device with { MemoryLimitMiB = MemoryLimitMiB };
}
