using System.Runtime.InteropServices;

namespace LaionGrid.Worker.Batch;

/// <summary>Hears the scheduler say that the job's end is near. To be there early: who does not listen to this signal is ended by it.</summary>
internal sealed class DrainSignal : IDisposable
{
    private readonly CancellationTokenSource _heard = new(); // without a timer: nothing to dispose of
    private readonly PosixSignalRegistration? _registration;

    public DrainSignal()
    {
        if (!OperatingSystem.IsWindows())
            _registration = PosixSignalRegistration.Create(BatchSignals.Drain, Hear);
    }

    public CancellationToken Heard => _heard.Token;

    public void Dispose() => _registration?.Dispose();

    private void Hear(PosixSignalContext context)
    {
        context.Cancel = true; // or the process would end at once
        _heard.Cancel();
    }
}
