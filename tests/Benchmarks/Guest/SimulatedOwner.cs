using LaionGrid.Worker.Idle;

namespace LaionGrid.Benchmarks.Guest;

/// <summary>An input source that is touched when the benchmark says so.</summary>
internal sealed class SimulatedOwner : IProbe
{
    private volatile MachineState _state = new();

    public TimeSpan Every => TimeSpan.Zero;

    public bool SeesOwner => true;

    public void Touch(bool isTouched) => _state = new() { HasDisplay = true, InputIdle = isTouched ? TimeSpan.Zero : TimeSpan.FromHours(1) };

    public ValueTask<MachineState> LookAsync(MachineState known, CancellationToken cancellationToken) => new(_state);
}
