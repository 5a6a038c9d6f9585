using LaionGrid.Worker.Idle;

namespace LaionGrid.Worker.Doctor;

/// <summary>CUDA's runtime and cuDNN as this machine's loader finds them.</summary>
internal sealed class CudaLibraries(Func<string, NativeLibraryFile?> open)
{
    private static readonly (string Cuda, string Cudnn) Names = OperatingSystem.IsWindows() ? ("cudart64_13.dll", "cudnn64_9.dll") : ("libcudart.so.13", "libcudnn.so.9");

    private delegate int RuntimeVersion(out int version);

    private delegate nuint CudnnVersion();

    public IEnumerable<Finding> Look() =>
    [
        open(Names.Cuda) is { } cuda ? Finding.Good("cuda", $"CUDA {CudaOf(cuda)} is installed.") : Missing("cuda", "CUDA 13", Names.Cuda),
        open(Names.Cudnn) is { } cudnn ? Finding.Good("cudnn", $"cuDNN {CudnnOf(cudnn)} is installed.") : Missing("cudnn", "cuDNN 9", Names.Cudnn),
    ];

    private static Finding Missing(string about, string what, string library) =>
        Finding.Bad(about, $"{what} is not installed: the system does not find {library}.", $"Install {what} from NVIDIA, in the packages of your system or beside the program; without it the processor renders.");

    /// <summary>It says 13020 for 13.2.</summary>
    private static string CudaOf(NativeLibraryFile library) => library.Function<RuntimeVersion>("cudaRuntimeGetVersion")(out var version) == 0 ? $"{version / 1000}.{version % 1000 / 10}" : "13";

    /// <summary>It says 91002 for 9.10.2.</summary>
    private static string CudnnOf(NativeLibraryFile library)
    {
        var version = (int)library.Function<CudnnVersion>("cudnnGetVersion")();
        return $"{version / 10000}.{version % 10000 / 100}.{version % 100}";
    }
}
