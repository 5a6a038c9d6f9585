using Microsoft.ML.OnnxRuntime;

namespace LaionGrid.Diffusion.Sessions;

/// <summary>Providers that some builds of ONNX Runtime carry inside: DirectML on Windows, CoreML on macOS, WebGPU. Each counts as one device, its default one.</summary>
internal static class BuiltInProvider
{
    private static readonly (ComputeKind Kind, string Provider, string Option)[] Known =
    [
        (ComputeKind.DirectMl, "DmlExecutionProvider", "DML"),
        (ComputeKind.CoreMl, "CoreMLExecutionProvider", "CoreML"),
        (ComputeKind.WebGpu, "WebGpuExecutionProvider", "WebGPU"),
    ];

    public static IEnumerable<ComputeDevice> Devices()
    {
        var built = OrtEnv.Instance().GetAvailableProviders();
        return Known.Where(one => built.Contains(one.Provider)).Select(one => new ComputeDevice(one.Kind, 0, one.Option, MemoryMiB: 0));
    }

    /// <exception cref="DeviceException">This build has no such provider, or the machine no such device.</exception>
    public static void AddTo(SessionOptions options, ComputeDevice device)
    {
        try
        {
            options.AppendExecutionProvider(OptionOf(device.Kind), []);
        }
        catch (OnnxRuntimeException error)
        {
            throw new DeviceException($"{device.Name} finds no card whose driver does: {ReasonOf(error)}.", error);
        }
    }

    /// <summary>Without the file, line and condition that ONNX Runtime puts in front.</summary>
    private static string ReasonOf(OnnxRuntimeException error)
    {
        const string condition = "was false. ";
        var end = error.Message.LastIndexOf(condition, StringComparison.Ordinal);
        return (end < 0 ? error.Message : error.Message[(end + condition.Length)..]).ReplaceLineEndings(" ").Trim().TrimEnd('.');
    }

    private static string OptionOf(ComputeKind kind) => Known.First(one => one.Kind == kind).Option;
}
