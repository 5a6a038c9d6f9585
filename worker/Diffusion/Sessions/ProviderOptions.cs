using Microsoft.ML.OnnxRuntime;

namespace LaionGrid.Diffusion.Sessions;

/// <summary>How sessions run on each kind of device.</summary>
internal static class ProviderOptions
{
    /// <summary>
    /// One operator at a time on a fixed number of threads, so that the same machine gives the same bits every time. Idle threads
    /// sleep instead of spinning: a volunteer's processor is needed elsewhere.
    /// </summary>
    /// <exception cref="DeviceException">There is no such device.</exception>
    public static SessionOptions For(ComputeDevice device)
    {
        var options = new SessionOptions
        {
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = LevelOf(device.Optimization),
            InterOpNumThreads = 1,
            IntraOpNumThreads = device.Threads ?? CpuThreads,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, // errors come as exceptions, and nobody reads the log
            EnableCpuMemArena = false, // an arena for each network keeps what none works in: a third of all memory at full size, for no time
            EnableMemoryPattern = device.Kind != ComputeKind.DirectMl, // DirectML refuses it
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        if (device.Kind == ComputeKind.Cuda)
            CudaProvider.AddTo(options, device);
        else if (device.Kind != ComputeKind.Cpu)
            BuiltInProvider.AddTo(options, device);
        else if (device.MemoryLimitMiB is { } limit)
            CpuArena.Use(options, limit);
        return options;
    }

    public static string RuntimeVersion => OrtEnv.Instance().GetVersionString();

    public static int CpuThreads => Environment.ProcessorCount;

    private static GraphOptimizationLevel LevelOf(GraphOptimization optimization) => optimization switch
    {
        GraphOptimization.None => GraphOptimizationLevel.ORT_DISABLE_ALL,
        GraphOptimization.Basic => GraphOptimizationLevel.ORT_ENABLE_BASIC,
        GraphOptimization.Extended => GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
        _ => GraphOptimizationLevel.ORT_ENABLE_ALL,
    };
}
