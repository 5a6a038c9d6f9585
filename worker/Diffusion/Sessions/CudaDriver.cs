using System.Runtime.InteropServices;
using System.Text;

namespace LaionGrid.Diffusion.Sessions;

/// <summary>Asks NVIDIA's driver which cards there are, in the order in which CUDA numbers them.</summary>
internal static class CudaDriver
{
    private const int Success = 0;
    private const int NameBytes = 128;
    private const int BytesPerMiB = 1 << 20;

    private delegate int Init(uint flags);

    private delegate int Count(out int count);

    private delegate int Name([Out] byte[] name, int length, int device);

    private delegate int Memory(out nuint bytes, int device);

    /// <summary>Name and memory of each card; none without a driver.</summary>
    public static IReadOnlyList<(string Name, long MemoryMiB)> Cards()
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out var driver))
            return [];
        if (Function<Init>(driver, "cuInit")(0) != Success || Function<Count>(driver, "cuDeviceGetCount")(out var count) != Success)
            return [];
        return [.. Enumerable.Range(0, count).Select(index => Describe(driver, index))];
    }

    private static (string Name, long MemoryMiB) Describe(nint driver, int index)
    {
        var name = new byte[NameBytes];
        Function<Name>(driver, "cuDeviceGetName")(name, name.Length, index);
        Function<Memory>(driver, "cuDeviceTotalMem_v2")(out var bytes, index);
        return (Encoding.UTF8.GetString(name).TrimEnd('\0'), (long)(bytes / BytesPerMiB));
    }

    private static T Function<T>(nint library, string name) where T : Delegate =>
        Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, name));
}
