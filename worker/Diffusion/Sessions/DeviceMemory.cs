using Microsoft.ML.OnnxRuntime;

namespace LaionGrid.Diffusion.Sessions;

/// <summary>Where the tensors of a session lie.</summary>
internal static class DeviceMemory
{
    /// <summary>The device's own memory; null where networks work in the process's memory.</summary>
    public static OrtAllocator? Of(InferenceSession session, ComputeDevice device)
    {
        if (device.SharesHostMemory)
            return null;
        var name = device.Kind == ComputeKind.Cuda ? CudaProvider.Memory : BuiltInProvider.MemoryOf(device.Kind);
        using var where = new OrtMemoryInfo(name, OrtAllocatorType.DeviceAllocator, device.Index, OrtMemType.Default);
        return new OrtAllocator(session, where);
    }
}
