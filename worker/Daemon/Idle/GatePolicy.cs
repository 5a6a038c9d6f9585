using System.Globalization;

namespace LaionGrid.Worker.Idle;

/// <summary>
/// Decides from what the machine looks like and what its owner wants whether the worker may use it. What was too much has to come clearly
/// below its bound before it is past, and what comes and goes has to stay away for a while.
/// </summary>
internal static class GatePolicy
{
    private const double CoolerBy = 10;
    private const double LessPower = 0.9;
    private const double MoreDisk = 1.25;
    private const double MoreMemory = 1.5;

    /// <param name="now">With the offset of the owner's clock: the schedule goes by it.</param>
    /// <param name="before">What was decided last.</param>
    public static Decision Decide(MachineState machine, DateTimeOffset now, OwnerRules rules, OwnerWish wish, Decision before)
    {
        var found = Asked(now, wish).Concat(rules.Always ? [] : Broken(machine, now.DateTime, rules, before))
            .Select(broken => new PauseReason(broken.Kind, broken.Text, now + SettlesIn(broken.Kind))).ToList();
        var settling = before.Reasons.Where(reason => IsSettling(reason, now) && found.All(one => one.Kind != reason.Kind));
        return new([.. found, .. settling]);
    }

    /// <summary>How long a reason has to be away. Nothing for what the owner says and the clock, which are exact, and for input, which has a rule for it.</summary>
    public static TimeSpan SettlesIn(PauseKind kind) => kind switch
    {
        PauseKind.Asked or PauseKind.Finishing or PauseKind.Schedule or PauseKind.InUse or PauseKind.InputUnknown or PauseKind.SetAside or PauseKind.Spare => TimeSpan.Zero,
        PauseKind.Heat or PauseKind.Power or PauseKind.Memory => TimeSpan.FromSeconds(60), // pausing itself is what ends them
        _ => TimeSpan.FromSeconds(30),
    };

    /// <summary>A clock that was set back must not make it last.</summary>
    private static bool IsSettling(PauseReason reason, DateTimeOffset now) => reason.HoldsUntil > now && reason.HoldsUntil - now <= SettlesIn(reason.Kind);

    private static IEnumerable<(PauseKind Kind, string Text)> Asked(DateTimeOffset now, OwnerWish wish)
    {
        if (!wish.HoldsAt(now))
            yield break;
        if (wish.Kind == WishKind.Finish)
            yield return (PauseKind.Finishing, "You asked it to finish and take no more.");
        else
            yield return (PauseKind.Asked, wish.Until is { } until ? $"You paused it until {until.ToOffset(now.Offset):HH:mm}." : "You paused it.");
    }

    private static IEnumerable<(PauseKind Kind, string Text)> Broken(MachineState machine, DateTime now, OwnerRules rules, Decision before)
    {
        if (!rules.Schedule.IsOpen(now))
            yield return (PauseKind.Schedule, "It is outside the hours you gave.");
        if (InputOf(machine, rules) is { } input)
            yield return input;
        if (!rules.DuringGames && machine.IsShowing == true)
            yield return (PauseKind.Showing, "A program fills the screen or keeps it lit.");
        if (!rules.DuringGames && machine.OtherPrograms.Count > 0)
            yield return (PauseKind.OtherPrograms, $"The card is used by {string.Join(", ", machine.OtherPrograms)}.");
        if (!rules.OnBattery && machine.IsOnBattery == true)
            yield return (PauseKind.Battery, "The machine runs on its battery.");
        if (!rules.OnMetered && machine.IsMetered == true)
            yield return (PauseKind.Metered, "The network is paid by what it carries.");
        foreach (var measured in Measured(machine, rules, before))
            yield return measured;
    }

    private static (PauseKind Kind, string Text)? InputOf(MachineState machine, OwnerRules rules) => (rules.IdleAfter > TimeSpan.Zero, machine) switch
    {
        (true, { HasDisplay: true, InputIdle: null }) =>
            (PauseKind.InputUnknown, "Somebody is logged in at the screen, and nothing here tells whether they are using it. Set idle-after to 0 to render all the same."),
        (true, { HasDisplay: true, InputIdle: { } idle }) when idle < rules.IdleAfter => (PauseKind.InUse, "The machine is in use."),
        _ => null,
    };

    private static IEnumerable<(PauseKind Kind, string Text)> Measured(MachineState machine, OwnerRules rules, Decision before)
    {
        if (machine.Heat is { } heat && rules.MaxCelsius > 0 && heat.Value > rules.MaxCelsius - (before.Has(PauseKind.Heat) ? CoolerBy : 0))
            yield return (PauseKind.Heat, Text($"{heat.Source} is at {heat.Value:0} °C; the limit is {rules.MaxCelsius:0}, and it has to cool to {rules.MaxCelsius - CoolerBy:0}."));
        if (machine.Power is { } power && rules.MaxWatts > 0 && power.Value > rules.MaxWatts * (before.Has(PauseKind.Power) ? LessPower : 1))
            yield return (PauseKind.Power, Text($"{power.Source} takes {power.Value:0} W; the limit is {rules.MaxWatts:0}."));
        if (machine.FreeDiskMiB is { } disk && disk < rules.LeastDiskMiB * (before.Has(PauseKind.Disk) ? MoreDisk : 1))
            yield return (PauseKind.Disk, Text($"{disk:N0} MiB are free on the disk; {rules.LeastDiskMiB:N0} are to stay free."));
        if (machine.FreeMemoryMiB is { } memory && memory < rules.LeastMemoryMiB * (before.Has(PauseKind.Memory) ? MoreMemory : 1))
            yield return (PauseKind.Memory, Text($"{memory:N0} MiB of memory are free; {rules.LeastMemoryMiB:N0} are to stay free."));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
