using System.Runtime.InteropServices;
using System.Text;

namespace LaionGrid.Diffusion.Sessions;

/// <summary>Asks NVIDIA's driver which cards there are, in the order in which CUDA numbers them.</summary>
internal static class CudaDriver
{
    private const int Success = 0;
    private const int NameBytes = 128;
    private const int BytesPerMiB = 1 << 20;

    private static readonly string Library = OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";

    private delegate int Init(uint flags);

    private delegate int Count(out int count);

    private delegate int Name([Out] byte[] name, int length, int device);

    private delegate int Memory(out nuint bytes, int device);

    private delegate int Retain(out nint context, int device);

    private delegate int Current(nint context);

    private delegate int Free(out nuint free, out nuint total);

    /// <summary>Name and memory of each card; none without a driver.</summary>
    public static IReadOnlyList<(string Name, long MemoryMiB)> Cards()
    {
        if (!NativeLibrary.TryLoad(Library, out var driver))
            return [];
        if (Function<Init>(driver, "cuInit")(0) != Success || Function<Count>(driver, "cuDeviceGetCount")(out var count) != Success)
            return [];
        return [.. Enumerable.Range(0, count).Select(index => Describe(driver, index))];
    }

    /// <summary>What all programs use of a card's memory; null when it does not say. Takes the context that this process has on the card.</summary>
    public static long? UsedMiB(int index)
    {
        if (!NativeLibrary.TryLoad(Library, out var driver)
            || Function<Retain>(driver, "cuDevicePrimaryCtxRetain")(out var context, index) != Success
            || Function<Current>(driver, "cuCtxSetCurrent")(context) != Success
            || Function<Free>(driver, "cuMemGetInfo_v2")(out var free, out var total) != Success)
            return null;
        return (long)((total - free) / BytesPerMiB);
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
