namespace LaionGrid.Worker.Idle;

/// <summary>One device as its owner names it.</summary>
/// <param name="Label">As --device has it, such as "cuda:1"; no two of a worker are alike.</param>
/// <param name="Sees">Which of the machine's cards it is.</param>
/// <param name="CardId">With <see cref="CardSight.One"/>: the card's <see cref="CardState.Id"/>.</param>
/// <param name="IsSpare">It renders only while no other device can.</param>
internal sealed record DeviceSlot(string Label, CardSight Sees = CardSight.All, string CardId = "", bool IsSpare = false)
{
    /// <summary>For names of files.</summary>
    public string FileName => Label.Replace(':', '-');

    public CardState? CardOf(MachineState machine) => Sees switch
    {
        CardSight.One => machine.Cards.FirstOrDefault(card => card.Id == CardId),
        CardSight.All when machine.Cards.Count == 1 => machine.Cards[0],
        _ => null,
    };
}

/// <summary>Whose heat, power and programs count for a device.</summary>
internal enum CardSight
{
    /// <summary>Nobody said which card it is: those of all.</summary>
    All,

    /// <summary>One card's.</summary>
    One,

    /// <summary>No card's: it is the processor.</summary>
    None,
}
