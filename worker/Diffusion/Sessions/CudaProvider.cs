using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace LaionGrid.Diffusion.Sessions;

/// <summary>
/// ONNX Runtime's CUDA provider, registered by the path of its library: that serves the package that ships with it as well as a
/// provider package of its own. Registered once per process, when first asked for, and only where a driver says there are cards.
/// </summary>
internal static class CudaProvider
{
    private const string Name = "CUDA";
    private const string Remedy = "Install CUDA 13 and cuDNN 9, or choose the CPU.";
    private const long BytesPerMiB = 1 << 20;

    private static readonly Lazy<(IReadOnlyList<OrtEpDevice> Devices, string? Problem)> Registered = new(Register);

    /// <summary>Why the cards that are there cannot be used; empty when they can, or there are none.</summary>
    public static IReadOnlyList<string> Problems => Registered.Value.Problem is { } problem ? [problem] : [];

    public static IEnumerable<ComputeDevice> Cards() =>
        CudaDriver.Cards().Take(Registered.Value.Devices.Count).Select((card, index) => new ComputeDevice(ComputeKind.Cuda, index, card.Name, card.MemoryMiB));

    /// <exception cref="DeviceException">There is no such device.</exception>
    public static void AddTo(SessionOptions options, ComputeDevice device)
    {
        var (devices, problem) = Registered.Value;
        if (device.Index >= devices.Count)
            throw new DeviceException($"There is no usable CUDA device {device.Index}. {problem ?? "Install NVIDIA's driver, CUDA 13 and cuDNN 9, or choose the CPU."}");
        var settings = new Dictionary<string, string>
        {
            // The same convolution algorithm every time, found without a long search that takes gigabytes.
            ["cudnn_conv_algo_search"] = "HEURISTIC",
            ["use_tf32"] = "0",
            // Grow by what is asked for: doubling takes memory that a game may want.
            ["arena_extend_strategy"] = "kSameAsRequested",
        };
        if (device.MemoryLimitMiB is { } limit)
            settings["gpu_mem_limit"] = (limit * BytesPerMiB).ToString(CultureInfo.InvariantCulture);
        options.AppendExecutionProvider(OrtEnv.Instance(), [devices[device.Index]], settings);
    }

    private static (IReadOnlyList<OrtEpDevice> Devices, string? Problem) Register()
    {
        if (CudaDriver.Cards().Count == 0)
            return ([], null);
        var card = CudaDriver.Cards()[0].Name;
        if (FindLibrary() is not { } path)
            return ([], $"{card} cannot be used: this build has no CUDA provider. Take a build for this system with one, or choose the CPU.");
        if (MissingLibraries() is { Count: > 0 } missing)
            return ([], $"{card} cannot be used: {string.Join(", ", missing)} {(missing.Count == 1 ? "is" : "are")} not installed. {Remedy}");
        try
        {
            OrtEnv.Instance().RegisterExecutionProviderLibrary(Name, path);
            return ([.. OrtEnv.Instance().GetEpDevices().Where(device => device.EpName.Contains(Name, StringComparison.OrdinalIgnoreCase))], null);
        }
        catch (OnnxRuntimeException error)
        {
            return ([], $"{card} cannot be used: {error.Message.ReplaceLineEndings(" ")} {Remedy}");
        }
    }

    private static string? FindLibrary()
    {
        var library = OperatingSystem.IsWindows() ? "onnxruntime_providers_cuda.dll" : "libonnxruntime_providers_cuda.so";
        var native = Path.Combine("runtimes", OperatingSystem.IsWindows() ? "win-x64" : "linux-x64", "native");
        return new[] { "", native }.Select(folder => Path.Combine(AppContext.BaseDirectory, folder, library)).FirstOrDefault(File.Exists);
    }

    /// <summary>The libraries that the provider needs and the loader cannot find: its own message names the first at most, on Windows none.</summary>
    private static List<string> MissingLibraries()
    {
        string[] needed = OperatingSystem.IsWindows()
            ? ["cudart64_13.dll", "cublasLt64_13.dll", "cublas64_13.dll", "curand64_10.dll", "cudnn64_9.dll"]
            : ["libcudart.so.13", "libcublasLt.so.13", "libcublas.so.13", "libcurand.so.10", "libcudnn.so.9"];
        return [.. needed.Where(library => !NativeLibrary.TryLoad(library, out _))];
    }
}
