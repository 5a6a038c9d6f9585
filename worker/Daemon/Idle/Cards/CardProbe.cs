namespace LaionGrid.Worker.Idle.Cards;

/// <summary>
/// Other programs on an NVIDIA card, and what the card measures. A desktop always has programs that draw with the card: they count only
/// when they take much of it, as a game does. Programs that compute count always.
/// </summary>
/// <param name="ours">The render process; null when none runs.</param>
/// <param name="nameOf">A program by its process id; null when there is none, as for programs outside our container.</param>
internal sealed class CardProbe(INvidiaDriver driver, Func<int?> ours, Func<int, string?> nameOf) : IProbe
{
    /// <summary>Above what a desktop takes to draw itself or a film, and far below a game.</summary>
    private const int MuchPercent = 25;

    public TimeSpan Every => TimeSpan.FromMilliseconds(500);

    public ValueTask<MachineState> LookAsync(MachineState known, CancellationToken cancellationToken)
    {
        if (driver.Problem is { } problem)
            return new(known with { Gaps = [.. known.Gaps.Except([problem]), problem] });
        var (cards, our) = (driver.Read(), ours());
        var others = cards.SelectMany(card => card.Programs).Where(program => program.ProcessId != our && (program.ComputesOnly || program.BusyPercent >= MuchPercent));
        return new(known with
        {
            Cards = [.. cards.Select(card => card.State)],
            OtherPrograms = [.. others.Select(program => nameOf(program.ProcessId)).OfType<string>().Distinct().Order()],
            Heat = Most(known.Heat, cards.Select(card => ReadingOf(card.State.Name, card.State.Celsius))),
            Power = Most(known.Power, cards.Select(card => ReadingOf(card.State.Name, card.State.Watts))),
        });
    }

    private static Reading? ReadingOf(string name, double? value) => value is { } number ? new(name, number) : null;

    /// <summary>A card's own old reading gives way to the new one.</summary>
    private static Reading? Most(Reading? known, IEnumerable<Reading?> cards)
    {
        var readings = cards.OfType<Reading>().ToList();
        return readings.Append(readings.Any(one => one.Source == known?.Source) ? null : known).OfType<Reading>().MaxBy(one => one.Value);
    }
}
