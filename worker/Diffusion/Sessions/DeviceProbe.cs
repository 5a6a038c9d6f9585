namespace LaionGrid.Diffusion.Sessions;

/// <summary>What a machine can render on, found by trying: every device that is listed has run a small convolution and agreed with the CPU.</summary>
/// <param name="Devices">Best first. Never empty: the CPU is always there, and last.</param>
/// <param name="Problems">For each device that is there and cannot be used, one line that says why and what to do.</param>
public sealed record DeviceProbe(IReadOnlyList<ComputeDevice> Devices, IReadOnlyList<string> Problems)
{
    public static DeviceProbe Run()
    {
        var (devices, problems) = (new List<ComputeDevice>(), new List<string>());
        problems.AddRange(CudaProvider.Problems);
        foreach (var device in CudaProvider.Cards().OrderByDescending(card => card.MemoryMiB).Concat(BuiltInProvider.Devices()))
        {
            if (ProbeNetwork.Check(device) is { } problem)
                problems.Add(problem);
            else
                devices.Add(device);
        }
        return new([.. devices, ComputeDevice.Cpu()], problems);
    }
}
