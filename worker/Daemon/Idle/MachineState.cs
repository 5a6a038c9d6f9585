namespace LaionGrid.Worker.Idle;

/// <summary>What the machine looks like at one instant. Null means that nobody here could say.</summary>
internal sealed record MachineState
{
    /// <summary>Somebody is logged in at a screen of this machine; false on a server, and at the login prompt.</summary>
    public bool HasDisplay { get; init; }

    /// <summary>Since the last key, click or move at this machine.</summary>
    public TimeSpan? InputIdle { get; init; }

    /// <summary>A program fills the screen, or asks that it stays lit: a game, a film, a talk.</summary>
    public bool? IsShowing { get; init; }

    /// <summary>Names of other programs that compute on the card, or draw much with it.</summary>
    public IReadOnlyList<string> OtherPrograms { get; init; } = [];

    public bool? IsOnBattery { get; init; }

    /// <summary>The way to the internet is paid by what it carries.</summary>
    public bool? IsMetered { get; init; }

    /// <summary>The hottest of the chips that compute, cards among them.</summary>
    public Reading? Heat { get; init; }

    /// <summary>The hottest of those that are no card.</summary>
    public Reading? ProcessorHeat { get; init; }

    /// <summary>What the card takes, in watts.</summary>
    public Reading? Power { get; init; }

    /// <summary>Where the worker's data lies.</summary>
    public long? FreeDiskMiB { get; init; }

    public long? FreeMemoryMiB { get; init; }

    /// <summary>The cards that the driver names, for people.</summary>
    public IReadOnlyList<CardState> Cards { get; init; } = [];

    /// <summary>Why there is less to tell than there could be, in sentences.</summary>
    public IReadOnlyList<string> Gaps { get; init; } = [];

    /// <summary>The machine as it counts for one device: of cards its own alone.</summary>
    public MachineState SeenFrom(DeviceSlot slot)
    {
        if (slot.Sees == CardSight.All)
            return this;
        var card = slot.CardOf(this);
        return this with
        {
            OtherPrograms = card?.OtherPrograms ?? [],
            Heat = new[] { ProcessorHeat, card?.Heat }.OfType<Reading>().MaxBy(heat => heat.Value),
            Power = card?.Power,
        };
    }
}

/// <summary>A number that something measured.</summary>
/// <param name="Source">As the system names it, such as "k10temp".</param>
internal sealed record Reading(string Source, double Value);
