using System.CommandLine;
using System.Runtime.InteropServices;
using LaionGrid.Worker.Idle.Control;
using LaionGrid.Worker.Top;
using Spectre.Console;

namespace LaionGrid.Worker;

/// <summary>"laiongrid-worker top": the worker that runs on a data folder, live in the terminal.</summary>
internal sealed class TopCommand(Option<string?> data, string defaultData)
{
    public Command Build()
    {
        var command = new Command("top", "Watch this machine's worker, and pause, resume or finish by a key. A line for each change where it is no terminal.") { data };
        command.SetAction((result, _) => RunAsync(Path.GetFullPath(Setting.Text(result, data) is { Length: > 0 } given ? given : defaultData)));
        return command;
    }

    private static async Task<int> RunAsync(string folder)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var top = new TopLoop(AnsiConsole.Console, (wish, token) => ControlCall.AskAsync(folder, new(wish), token), ReadKey, TimeProvider.System);
        try
        {
            return Console.IsOutputRedirected || Console.IsInputRedirected ? await top.TellAsync(Console.Out, stop.Token) : await top.ShowAsync(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static ConsoleKey? ReadKey() => Console.KeyAvailable ? Console.ReadKey(intercept: true).Key : null;
}
