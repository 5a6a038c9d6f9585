using LaionGrid.Worker.Idle;

namespace LaionGrid.Worker.Tests.Loop;

/// <summary>A machine that looks as a test says; nobody is at it at first.</summary>
internal sealed class ScriptedMachine : IProbe
{
    private volatile MachineState _state = new();
    private volatile int _looks;

    /// <summary>How often it was looked at.</summary>
    public int Looks => _looks;

    public TimeSpan Every => TimeSpan.Zero;

    public bool SeesOwner => true;

    /// <summary>Somebody has just touched it, or was away for hours.</summary>
    public void Touch(bool isTouched) => _state = new() { HasDisplay = true, InputIdle = isTouched ? TimeSpan.Zero : TimeSpan.FromHours(3) };

    public ValueTask<MachineState> LookAsync(MachineState known, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _looks);
        return new(_state);
    }
}
