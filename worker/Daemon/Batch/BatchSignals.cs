using System.Runtime.InteropServices;

namespace LaionGrid.Worker.Batch;

/// <summary>What a scheduler's signals mean to a worker: SIGUSR1 that the end is near, SIGTERM that it is there.</summary>
internal static class BatchSignals
{
    private const int Usr1 = 10; // on Linux, but for MIPS and Alpha

    /// <summary>Finish what was begun, take no more. .NET takes the system's own number for signals that it has no name for.</summary>
    public const PosixSignal Drain = (PosixSignal)Usr1;

    public static int NumberOf(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGINT => 2,
        PosixSignal.SIGTERM => 15,
        _ => (int)signal,
    };
}
