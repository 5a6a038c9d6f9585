namespace LaionGrid.Worker.Idle.Control;

/// <summary>What an owner's command says to the running worker.</summary>
/// <param name="Wish">From now on; null only asks how it is.</param>
internal sealed record ControlRequest(OwnerWish? Wish);

/// <summary>How the running worker is; the keys of "status --json".</summary>
/// <param name="State">"open", "finishing" or "paused".</param>
/// <param name="Doing">In a sentence.</param>
/// <param name="Reasons">Why it is paused, in sentences; empty when it is not.</param>
internal sealed record StatusReport(string State, string Doing, IReadOnlyList<string> Reasons, MachineState Machine, string Schedule)
{
    public static StatusReport Of(Gate gate, Activity activity)
    {
        var decision = gate.Decision;
        var state = decision switch { { IsOpen: true } => "open", { MayFinish: true } => "finishing", _ => "paused" };
        return new(state, activity.Text, [.. decision.Reasons.Select(reason => reason.Text)], gate.Machine, gate.Rules.Schedule.Text);
    }
}
