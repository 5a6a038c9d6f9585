using System.Globalization;
using System.Text.Json.Serialization;

namespace LaionGrid.Worker.Idle.Control;

/// <summary>What a series measures.</summary>
internal enum Quantity
{
    /// <summary>Degrees Celsius.</summary>
    Temperature,

    /// <summary>Percent.</summary>
    Utilisation,

    /// <summary>MiB in use.</summary>
    Memory,

    /// <summary>Watts.</summary>
    Power,
}

/// <summary>One quantity over the last hour.</summary>
/// <param name="Source">What it was measured of, such as a card.</param>
/// <param name="Most">All there is of it; null when nobody can say.</param>
/// <param name="Limit">Above it the owner wants a pause; null without one.</param>
/// <param name="Values">One for each of the times; null where nothing was measured.</param>
internal sealed record MeasuredSeries(Quantity What, string Source, double? Most, double? Limit, IReadOnlyList<double?> Values)
{
    private const double Headroom = 1.1;

    /// <summary>The newest.</summary>
    [JsonIgnore]
    public double? Now => Values.LastOrDefault(value => value is not null);

    /// <summary>What a chart that begins at nothing should end at: all there is, or a little above the highest.</summary>
    [JsonIgnore]
    public double Scale => Most ?? Math.Max(1, Headroom * Math.Max(Limit ?? 0, Values.Max() ?? 0));
}

/// <summary>Quantities in words.</summary>
internal static class QuantityText
{
    private const double MiBInGiB = 1024;

    public static string NameOf(Quantity what) => what switch
    {
        Quantity.Temperature => "Temperature", Quantity.Utilisation => "Utilisation", Quantity.Memory => "Memory in use", _ => "Power",
    };

    public static string Of(Quantity what, double value) => what switch
    {
        Quantity.Temperature => Text($"{value:0} °C"), Quantity.Utilisation => Text($"{value:0} %"), Quantity.Memory => Text($"{value / MiBInGiB:0.0} GiB"), _ => Text($"{value:0} W"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Makes series of past looks. Pure.</summary>
internal static class PastSeries
{
    private const double AllPercent = 100;

    /// <summary>Those in which anything was measured: of each card, or of a machine without cards its hottest chip, its processor and its memory.</summary>
    public static HistoryStatus Of(IReadOnlyList<PastLook> looks, OwnerRules rules)
    {
        var (heat, power) = (LimitOf(rules.MaxCelsius), LimitOf(rules.MaxWatts));
        var cards = looks.Select(look => look.Machine.Cards.Count).DefaultIfEmpty(0).Max();
        var series = cards == 0 ? OfMachine(looks, heat, power) : Enumerable.Range(0, cards).SelectMany(card => OfCard(looks, card, heat, power));
        return new([.. looks.Select(look => look.At.ToUnixTimeSeconds())], [.. series.Where(one => one.Values.Any(value => value is not null))]);
    }

    private static IEnumerable<MeasuredSeries> OfCard(IReadOnlyList<PastLook> looks, int index, double? heat, double? power)
    {
        var cards = looks.Select(look => look.Machine.Cards.ElementAtOrDefault(index)).ToList();
        var (name, total) = (cards.OfType<CardState>().Last().Name, cards.OfType<CardState>().Last().TotalMiB);
        yield return new(Quantity.Temperature, name, null, heat, [.. cards.Select(card => (double?)card?.Celsius)]);
        yield return new(Quantity.Utilisation, name, AllPercent, null, [.. cards.Select(card => (double?)card?.UtilisationPercent)]);
        yield return new(Quantity.Memory, name, total, null, [.. cards.Select(card => card is { TotalMiB: > 0 } ? card.TotalMiB - card.FreeMiB : (double?)null)]);
        yield return new(Quantity.Power, name, null, power, [.. cards.Select(card => Rounded(card?.Watts))]);
    }

    private static IEnumerable<MeasuredSeries> OfMachine(IReadOnlyList<PastLook> looks, double? heat, double? power)
    {
        var machines = looks.Select(look => look.Machine).ToList();
        yield return new(Quantity.Temperature, machines.LastOrDefault(one => one.Heat is not null)?.Heat?.Source ?? "", null, heat, [.. machines.Select(one => Rounded(one.Heat?.Value))]);
        yield return new(Quantity.Utilisation, "the processor", AllPercent, null, [.. machines.Select(one => Rounded(one.ProcessorPercent))]);
        yield return new(Quantity.Memory, "this machine", machines.LastOrDefault()?.TotalMemoryMiB, null, [.. machines.Select(one => (double?)(one.TotalMemoryMiB - one.FreeMemoryMiB))]);
        yield return new(Quantity.Power, machines.LastOrDefault(one => one.Power is not null)?.Power?.Source ?? "", null, power, [.. machines.Select(one => Rounded(one.Power?.Value))]);
    }

    private static double? LimitOf(double limit) => limit > 0 ? limit : null;

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 1) : null;
}
