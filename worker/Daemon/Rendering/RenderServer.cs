using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace LaionGrid.Worker.Rendering;

/// <summary>
/// The render process: takes jobs from standard input and answers on standard output, until its input closes. Then it ends at
/// once, whatever it is doing, so a killed worker leaves no orphan behind.
/// </summary>
internal sealed class RenderServer(FrameStream frames, Studio studio)
{
    private readonly Channel<(Frame Job, CancellationToken Cancelled)> _jobs = Channel.CreateBounded<(Frame, CancellationToken)>(1);

    public static async Task<int> RunOverConsole(DeviceRequest request)
    {
        // A terminal's Ctrl-C and a supervisor's signal reach this process too; the worker decides what becomes of it.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => signal.Cancel = true);
        using var frames = new FrameStream(Console.OpenStandardInput(), Console.OpenStandardOutput());
        Console.SetOut(Console.Error); // a stray word on standard output would be read as a frame
        LowPriority.Take();
        var (device, problem) = request.Find();
        NoNetwork.Take(); // after the drivers have been set up, which may start programs with more rights
        if (device is null)
        {
            await frames.WriteAsync(new(new FrameHeader.NoDevice(problem)), CancellationToken.None);
            return 1;
        }
        await frames.WriteAsync(new(new FrameHeader.Hello(new(device.Name, device.Provider, device.MemoryMiB))), CancellationToken.None);
        using var studio = new Studio(device, TimeProvider.System);
        await new RenderServer(frames, studio).RunAsync();
        return 0;
    }

    private async Task RunAsync()
    {
        var listening = Task.Run(ListenAsync);
        await foreach (var (job, cancelled) in _jobs.Reader.ReadAllAsync(CancellationToken.None))
            await frames.WriteAsync(studio.Do(job, Tell, cancelled), CancellationToken.None);
        await listening;
    }

    private void Tell(Frame step) => frames.WriteAsync(step, CancellationToken.None).GetAwaiter().GetResult(); // the engine's callback is synchronous

    private async Task ListenAsync()
    {
        try
        {
            CancellationTokenSource? current = null; // has no timer, so there is nothing to dispose of
            while (await frames.ReadAsync(CancellationToken.None) is { } frame)
            {
                if (frame.Header is FrameHeader.Cancel && current is not null)
                    await current.CancelAsync();
                if (frame.Header is FrameHeader.Render or FrameHeader.Check)
                    await _jobs.Writer.WriteAsync((frame, (current = new()).Token), CancellationToken.None);
            }
        }
        finally
        {
            // The worker is gone, and a native call may go on for minutes: nothing here is worth an orderly end.
            Process.GetCurrentProcess().Kill();
        }
    }
}
