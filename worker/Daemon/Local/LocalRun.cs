using System.Runtime.InteropServices;
using LaionGrid.Diffusion;

namespace LaionGrid.Worker.Local;

/// <summary>Runs what a person waits for in a terminal: Ctrl-C ends it within a step, and every error is one line.</summary>
internal static class LocalRun
{
    private const int Failed = 1;
    private const int Interrupted = 130; // as shells count it

    public static int Guard(Action<CancellationToken> run)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        try
        {
            run(stop.Token);
            return 0;
        }
        catch (LocalException error)
        {
            Console.Error.WriteLine(error.Message);
            return WorkerCommand.BadUsage;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped.");
            return Interrupted;
        }
        catch (Exception error) when (error is OrderException or BundleException or DeviceException or BadPictureException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(error.Message);
            return Failed;
        }

        void Cancel(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }
}
