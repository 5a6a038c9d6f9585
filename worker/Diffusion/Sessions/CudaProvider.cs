using Microsoft.ML.OnnxRuntime;

namespace LaionGrid.Diffusion.Sessions;

/// <summary>
/// ONNX Runtime's CUDA provider, registered by the path of its library: that serves the package that ships with it as well as a
/// provider package of its own. Registered once per process, when first asked for.
/// </summary>
internal static class CudaProvider
{
    private const string Name = "CUDA";

    private static readonly Lazy<IReadOnlyList<OrtEpDevice>> Registered = new(Register);

    /// <summary>Cards that the provider can use; none where the library, CUDA or cuDNN is missing.</summary>
    public static int DeviceCount => Registered.Value.Count;

    /// <exception cref="DeviceException">There is no such device.</exception>
    public static void AddTo(SessionOptions options, int index)
    {
        if (index >= DeviceCount)
            throw new DeviceException($"There is no usable CUDA device {index}. Install NVIDIA's driver, CUDA 13 and cuDNN 9, or choose the CPU.");
        // The same convolution algorithm every time, found without a long search that takes gigabytes.
        var settings = new Dictionary<string, string> { ["cudnn_conv_algo_search"] = "HEURISTIC", ["use_tf32"] = "0" };
        options.AppendExecutionProvider(OrtEnv.Instance(), [Registered.Value[index]], settings);
    }

    private static List<OrtEpDevice> Register()
    {
        var library = OperatingSystem.IsWindows() ? "onnxruntime_providers_cuda.dll" : "libonnxruntime_providers_cuda.so";
        var native = Path.Combine("runtimes", OperatingSystem.IsWindows() ? "win-x64" : "linux-x64", "native");
        var path = new[] { "", native }.Select(folder => Path.Combine(AppContext.BaseDirectory, folder, library)).FirstOrDefault(File.Exists);
        if (path is null)
            return [];
        try
        {
            OrtEnv.Instance().RegisterExecutionProviderLibrary(Name, path);
            return [.. OrtEnv.Instance().GetEpDevices().Where(device => device.EpName.Contains(Name, StringComparison.OrdinalIgnoreCase))];
        }
        catch (OnnxRuntimeException)
        {
            return []; // Its libraries are not on this machine: it has no CUDA to offer.
        }
    }
}
