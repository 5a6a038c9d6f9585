namespace LaionGrid.Worker.Idle.Cards;

/// <summary>What NVIDIA's driver tells of its cards. Tests replace it: most machines have none.</summary>
internal interface INvidiaDriver
{
    /// <summary>Why there is nothing to tell; null when there is.</summary>
    string? Problem { get; }

    /// <summary>Such as "580.82.07"; null when it does not say.</summary>
    string? Version => null;

    IReadOnlyList<DrivenCard> Read();
}

/// <summary>A card and the programs on it.</summary>
internal sealed record DrivenCard(CardState State, IReadOnlyList<CardProgram> Programs);

/// <param name="ComputesOnly">It draws nothing: a renderer, a training, a miner.</param>
/// <param name="BusyPercent">Its share of the card's time of late; 0 when the driver does not tell.</param>
internal sealed record CardProgram(int ProcessId, bool ComputesOnly, int BusyPercent);
