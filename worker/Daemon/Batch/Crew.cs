using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LaionGrid.Worker.Batch;

/// <summary>One worker for each card of a task that was given several: this program again, which sees one card. What the scheduler tells this process, they are told.</summary>
internal sealed class Crew(string program, IReadOnlyList<string> arguments)
{
    public const string CardVariable = "CUDA_VISIBLE_DEVICES";

    /// <summary>Ends when all have; with the exit code of one that could not go on, if any could not.</summary>
    public async Task<int> RunAsync(IReadOnlyList<string> cards)
    {
        var workers = cards.Select(Start).ToList();
        using var drain = Forward(BatchSignals.Drain, workers);
        using var end = Forward(PosixSignal.SIGTERM, workers);
        using var interrupt = Forward(PosixSignal.SIGINT, workers);
        await Task.WhenAll(workers.Select(worker => worker.WaitForExitAsync(CancellationToken.None)));
        var code = workers.Max(worker => worker.ExitCode);
        workers.ForEach(worker => worker.Dispose());
        return code;
    }

    private Process Start(string card)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false };
        start.Environment[CardVariable] = card;
        return Process.Start(start) ?? throw new InvalidOperationException($"The worker for card {card} did not start.");
    }

    /// <summary>A scheduler may tell the whole group of processes or this one alone; told twice does no harm.</summary>
    private static PosixSignalRegistration Forward(PosixSignal signal, List<Process> workers) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        foreach (var worker in workers.Where(worker => !worker.HasExited))
            _ = Send(worker.Id, BatchSignals.NumberOf(context.Signal)); // one that has just ended has nothing to be told
    });

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Send(int processId, int signal);
}
