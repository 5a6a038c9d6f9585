using System.Globalization;

namespace LaionGrid.Worker.Idle.Control;

/// <summary>A status as an owner reads it; what nobody can tell is left out.</summary>
internal static class StatusText
{
    public static string Of(StatusReport report) => string.Join(Environment.NewLine, Lines(report));

    private static IEnumerable<string> Lines(StatusReport report)
    {
        yield return report.State switch { "open" => report.Doing, "finishing" => $"Finishing: {report.Doing}", "setAside" => "Set aside.", _ => "Paused." };
        foreach (var reason in report.Reasons)
            yield return $"  {reason}";
        foreach (var (name, value) in Facts(report.Machine).Where(fact => fact.Value is not null))
            yield return string.Create(CultureInfo.InvariantCulture, $"{name,-14}{value}");
        yield return $"{"Hours",-14}{report.Schedule}";
        foreach (var card in report.Machine.Cards)
            yield return Invariant($"{"Card",-14}{TextOf(card)}");
        foreach (var line in report.Devices.Where(_ => report.Devices.Count > 1).SelectMany(LinesOf))
            yield return line;
        foreach (var gap in report.Machine.Gaps)
            yield return gap;
    }

    private static IEnumerable<string> LinesOf(DeviceReading device)
    {
        var state = device.State switch { "open" => device.Doing, "finishing" => $"Finishing: {device.Doing}", "setAside" => "Set aside.", "spare" => "Stands by.", _ => "Paused." };
        yield return $"{device.Label,-14}{(device.Name.Length > 0 ? $"{device.Name}. " : "")}{state}";
        foreach (var reason in device.Reasons)
            yield return $"  {reason}";
    }

    private static string TextOf(CardState card) => string.Join(", ", new[]
    {
        card.Name,
        card.TotalMiB > 0 ? Invariant($"{card.FreeMiB:N0} of {card.TotalMiB:N0} MiB free") : null,
        card.UtilisationPercent is { } busy ? Invariant($"{busy} % busy") : null,
        card.Celsius is { } celsius ? Invariant($"{celsius} °C") : null,
        card.Watts is { } watts ? Invariant($"{watts:0} W") : null,
    }.OfType<string>());

    private static IEnumerable<(string Name, string? Value)> Facts(MachineState machine)
    {
        yield return ("Screen", machine.HasDisplay ? "somebody is logged in" : "nobody is logged in");
        yield return ("Last input", machine.InputIdle is { } idle ? $"{Length(idle)} ago" : null);
        yield return ("Power", machine.IsOnBattery is { } isOnBattery ? isOnBattery ? "battery" : "mains" : null);
        yield return ("Network", machine.IsMetered is { } isMetered ? isMetered ? "metered" : "not metered" : null);
        yield return ("Heat", machine.Heat is { } heat ? Invariant($"{heat.Value:0} °C, {heat.Source}") : null);
        yield return ("Card takes", machine.Power is { } power ? Invariant($"{power.Value:0} W, {power.Source}") : null);
        yield return ("Free disk", machine.FreeDiskMiB is { } disk ? Invariant($"{disk:N0} MiB") : null);
        yield return ("Free memory", machine.FreeMemoryMiB is { } memory ? Invariant($"{memory:N0} MiB") : null);
    }

    private static string Length(TimeSpan idle) => idle < TimeSpan.FromMinutes(2) ? Invariant($"{idle.TotalSeconds:0} s") : idle < TimeSpan.FromHours(2) ? Invariant($"{idle.TotalMinutes:0} min") : Invariant($"{idle.TotalHours:0} h");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
