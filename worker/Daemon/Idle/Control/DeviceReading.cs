namespace LaionGrid.Worker.Idle.Control;

/// <summary>How one device is.</summary>
/// <param name="Label">As --device has it.</param>
/// <param name="Name">What renders there, such as "NVIDIA GeForce RTX 3060"; empty before it was tried.</param>
/// <param name="State">"open", "finishing" or "paused".</param>
/// <param name="Doing">In a sentence.</param>
/// <param name="Reasons">Why it is not open, in sentences; empty when it is.</param>
internal sealed record DeviceReading(string Label, string Name, string State, string Doing, IReadOnlyList<string> Reasons)
{
    /// <summary>What it renders or checks; null when it does neither.</summary>
    public JobInHand? Job { get; init; }

    public static DeviceReading Of(Gate gate, Activity activity)
    {
        var state = gate.Decision switch { { IsOpen: true } => "open", { MayFinish: true } => "finishing", _ => "paused" };
        return new("", activity.Device, state, activity.Text, [.. gate.Decision.Reasons.Select(reason => reason.Text)]) { Job = activity.Job };
    }
}
