namespace LaionGrid.Worker.Idle.Control;

/// <summary>How one device is.</summary>
/// <param name="Label">As --device has it, such as "cuda:1".</param>
/// <param name="Name">What renders there, such as "NVIDIA GeForce RTX 3060, CUDA"; empty before it was tried.</param>
/// <param name="State">"open", "finishing", "paused", "setAside" (it does not do) or "spare" (others are used instead).</param>
/// <param name="Doing">In a sentence.</param>
/// <param name="Reasons">Why it is not open, in sentences; empty when it is.</param>
/// <param name="Card">What its driver measures; null for the processor, and where nobody tells which card it is.</param>
internal sealed record DeviceReading(string Label, string Name, string State, string Doing, IReadOnlyList<string> Reasons, CardState? Card)
{
    public static DeviceReading Of(Gate gate)
    {
        var decision = gate.Decision;
        return new(gate.Slot.Label, gate.Activity.Device, StateOf(decision), gate.Activity.Text, [.. decision.Reasons.Select(reason => reason.Text)], gate.Slot.CardOf(gate.Machine));
    }

    public static string StateOf(Decision decision) => decision switch
    {
        { IsOpen: true } => "open",
        { MayFinish: true } => "finishing",
        _ when decision.Has(PauseKind.SetAside) => "setAside",
        _ when decision.Has(PauseKind.Spare) => "spare",
        _ => "paused",
    };
}
