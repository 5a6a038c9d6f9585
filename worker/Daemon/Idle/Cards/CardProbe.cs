namespace LaionGrid.Worker.Idle.Cards;

/// <summary>
/// Other programs on an NVIDIA card, and what the card measures. A desktop always has programs that draw with the card: they count only
/// when they take much of it, as a game does. Programs that compute count always.
/// </summary>
/// <param name="ours">The render processes; none when none runs.</param>
/// <param name="nameOf">A program by its process id; null when there is none, as for programs outside our container.</param>
internal sealed class CardProbe(INvidiaDriver driver, Func<IReadOnlyCollection<int>> ours, Func<int, string?> nameOf) : IProbe
{
    /// <summary>Above what a desktop takes to draw itself or a film, and far below a game.</summary>
    private const int MuchPercent = 25;

    public TimeSpan Every => TimeSpan.FromMilliseconds(500);

    public bool MayBlock => driver.Problem is null;

    public ValueTask<MachineState> LookAsync(MachineState known, CancellationToken cancellationToken)
    {
        if (driver.Problem is { } problem)
            return new(known with { Gaps = [.. known.Gaps.Except([problem]), problem] });
        var our = ours();
        var cards = driver.Read().Select(card => card.State with { OtherPrograms = OthersOn(card, our) }).ToList();
        return new(known with
        {
            Cards = [.. cards, .. known.Cards.Where(card => !card.Driver.StartsWith(NvidiaDriver.Maker, StringComparison.Ordinal))],
            OtherPrograms = [.. cards.SelectMany(card => card.OtherPrograms).Distinct().Order()],
            Heat = Most(known.Heat, cards.Select(card => card.Heat)),
            Power = Most(known.Power, cards.Select(card => card.Power)),
        });
    }

    private List<string> OthersOn(DrivenCard card, IReadOnlyCollection<int> our) => card.Programs
        .Where(program => !our.Contains(program.ProcessId) && (program.ComputesOnly || program.BusyPercent >= MuchPercent))
        .Select(program => nameOf(program.ProcessId)).OfType<string>().Distinct().Order().ToList();

    /// <summary>A card's own old reading gives way to the new one.</summary>
    private static Reading? Most(Reading? known, IEnumerable<Reading?> cards)
    {
        var readings = cards.OfType<Reading>().ToList();
        return readings.Append(readings.Any(one => one.Source == known?.Source) ? null : known).OfType<Reading>().MaxBy(one => one.Value);
    }
}
