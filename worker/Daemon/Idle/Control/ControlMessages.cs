namespace LaionGrid.Worker.Idle.Control;

/// <summary>What an owner's command says to the running worker.</summary>
/// <param name="Wish">From now on; null only asks how it is.</param>
/// <param name="Device">Label of the one device it is said of; null for the whole machine. Nothing is heard of a device that this worker has not.</param>
internal sealed record ControlRequest(OwnerWish? Wish, string? Device = null);

/// <summary>How the running worker is; the keys of "status --json".</summary>
/// <param name="State">"open", "finishing" or "paused": that of the device that may do most.</param>
/// <param name="Doing">In a sentence.</param>
/// <param name="Reasons">Why it is paused, in sentences; empty when it is not.</param>
/// <param name="Devices">Each of them; never empty.</param>
internal sealed record StatusReport(string State, string Doing, IReadOnlyList<string> Reasons, MachineState Machine, string Schedule, IReadOnlyList<DeviceReading> Devices)
{
    public static StatusReport Of(Gates gates)
    {
        var (decision, devices) = (gates.Decision, gates.All.Select(DeviceReading.Of).ToList());
        var doing = devices is [var only] ? only.Doing : string.Join(' ', devices.Where(device => device.State is "open" or "finishing").Select(device => $"{device.Label}: {device.Doing}"));
        return new(DeviceReading.StateOf(decision), doing, [.. decision.Reasons.Select(reason => reason.Text)], gates.Machine, gates.Rules.Schedule.Text, devices);
    }
}
