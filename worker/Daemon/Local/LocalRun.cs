using System.Runtime.InteropServices;
using LaionGrid.Diffusion;

namespace LaionGrid.Worker.Local;

/// <summary>Runs what a person waits for in a terminal: every error is one line, and Ctrl-C ends rendering within a step.</summary>
internal static class LocalRun
{
    private const int Failed = 1;
    private const int Interrupted = 130; // as shells count it

    /// <returns>The process's exit code.</returns>
    public static int Guard(Action run)
    {
        try
        {
            run();
            return 0;
        }
        catch (LocalException error)
        {
            return Tell(error.Message, WorkerCommand.BadUsage);
        }
        catch (OperationCanceledException)
        {
            return Tell("Stopped.", Interrupted);
        }
#pragma warning disable CA1031 // The program's edge: whatever failed is told in one line.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return Tell(Describe(error), Failed);
        }
    }

    /// <summary>Work that a signal stops in good order; a second one ends the process there and then, as any does before and after such work.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static T Stoppable<T>(Func<CancellationToken, T> work)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return work(stop.Token);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }

    private static string Describe(Exception error) => error switch
    {
        OrderException or BundleException or DeviceException or BadPictureException or IOException or UnauthorizedAccessException => error.Message,
        OutOfMemoryException => "This machine's memory is full. Ask for a smaller picture or fewer at once, or close other programs.",
        _ => $"{error.GetType().Name}: {error.Message} This is a mistake in the program; please report it.",
    };

    private static int Tell(string message, int exitCode)
    {
        Console.Error.WriteLine(message);
        return exitCode;
    }
}
