using LaionGrid.Diffusion.Sessions;
using LaionGrid.Worker.Idle.Cards;
using LaionGrid.Worker.Rendering;

namespace LaionGrid.Worker.Doctor;

/// <summary>What renders: the driver, CUDA and cuDNN in their versions, and the devices that have computed a convolution rightly.</summary>
internal static class DeviceExam
{
    private const string About = "device";
    private const string Needs = "The engine needs CUDA 13 and cuDNN 9.";

    public static IEnumerable<Finding> Run(DeviceRequest request, INvidiaDriver driver, CudaLibraries libraries)
    {
        yield return driver.Problem is { } problem
            ? Finding.Note("driver", $"No NVIDIA driver to ask: {problem}", "Nothing to do without an NVIDIA card. With one, install its driver, 580 or later for CUDA 13.")
            : Finding.Good("driver", $"NVIDIA's driver answers{(driver.Version is { } version ? $", version {version}" : "")}: {string.Join(", ", driver.Read().Select(card => card.State.Name))}.");
        foreach (var library in driver.Problem is null ? libraries.Look() : [])
            yield return library;
        var probe = DeviceProbe.Run();
        foreach (var unusable in probe.Problems)
            yield return Finding.Note(About, unusable, Needs);
        yield return JudgeChoice(request, probe.Devices);
    }

    private static Finding JudgeChoice(DeviceRequest request, IReadOnlyList<ComputeDevice> devices)
    {
        var (device, problem) = request.Find();
        if (device is null)
            return Finding.Bad(About, problem, $"This machine can render on {string.Join(", ", devices.Select(one => one.Name))}. Set device to one of them, or to auto.");
        var says = $"It renders on {device.Name}, which has {device.MemoryBudgetMiB:N0} MiB for that.";
        return device.Kind == ComputeKind.Cpu && request.Choice != DeviceChoice.Cpu
            ? Finding.Note(About, says, "A card would be many times as fast.")
            : Finding.Good(About, says);
    }
}
