using Microsoft.ML.OnnxRuntime;

namespace LaionGrid.Diffusion.Sessions;

/// <summary>
/// Keeps what networks on the processor work in within a limit, weights apart: one arena, which all sessions of this process share. ONNX Runtime
/// counts its size in 32 bits, so a limit of 4 GiB or more is none.
/// </summary>
internal static class CpuArena
{
    private const long LargestMiB = 4095;
    private const int BytesPerMiB = 1 << 20;
    private const int InitialBytes = BytesPerMiB;
    private const int GrowByWhatIsAskedFor = 1;
    private const int Usual = -1;

    private static readonly Lock Changing = new();
    private static long? _registered;

    public static void Use(SessionOptions options, long limitMiB)
    {
        if (limitMiB > LargestMiB)
            return;
        lock (Changing)
        {
            if (_registered != limitMiB)
                Register(limitMiB);
        }
        options.AddSessionConfigEntry("session.use_env_allocators", "1");
    }

    private static void Register(long limitMiB)
    {
        using var memory = new OrtMemoryInfo("Cpu", OrtAllocatorType.ArenaAllocator, 0, OrtMemType.Default);
        if (_registered is not null)
            OrtEnv.Instance().UnregisterAllocator(memory);
        using var arena = new OrtArenaCfg((uint)(limitMiB * BytesPerMiB), GrowByWhatIsAskedFor, InitialBytes, Usual);
        OrtEnv.Instance().CreateAndRegisterAllocator(memory, arena);
        _registered = limitMiB;
    }
}
