namespace LaionGrid.Diffusion.Sessions;

/// <summary>What a machine can render on, found by trying: every device that is listed has run a small convolution and agreed with the CPU.</summary>
/// <param name="Devices">Best first. Never empty: the CPU is always there, and last.</param>
/// <param name="Problems">For each device that is there and cannot be used, one line that says why and what to do.</param>
public sealed record DeviceProbe(IReadOnlyList<ComputeDevice> Devices, IReadOnlyList<string> Problems)
{
    /// <summary>Kinds that are looked for when nobody names one: the others' providers do not carry whole models well yet.</summary>
    private static readonly ComputeKind[] Usual = [ComputeKind.Cuda, ComputeKind.DirectMl];

    /// <param name="kinds">What to look for besides the CPU; CUDA and DirectML when none is named.</param>
    public static DeviceProbe Run(params IReadOnlyCollection<ComputeKind> kinds) => Run(kinds.Count > 0 ? kinds : Usual, _ => true);

    /// <summary>Tries one device and leaves the others of its kind alone: they may be in use.</summary>
    /// <param name="index">Which of its kind, from 0.</param>
    public static DeviceProbe Run(ComputeKind kind, int index) => Run([kind], device => device.Index == index);

    private static DeviceProbe Run(IReadOnlyCollection<ComputeKind> wanted, Func<ComputeDevice, bool> isWanted)
    {
        var cards = wanted.Contains(ComputeKind.Cuda) ? CudaProvider.Cards().OrderByDescending(card => card.MemoryMiB) : Enumerable.Empty<ComputeDevice>();
        var (devices, problems) = (new List<ComputeDevice>(), new List<string>(wanted.Contains(ComputeKind.Cuda) ? CudaProvider.Problems : []));
        foreach (var device in cards.Concat(BuiltInProvider.Devices().Where(device => wanted.Contains(device.Kind))).Where(isWanted))
        {
            if (ProbeNetwork.Check(device) is { } problem)
                problems.Add(problem);
            else
                devices.Add(device);
        }
        return new([.. devices, ComputeDevice.Cpu()], problems);
    }
}
