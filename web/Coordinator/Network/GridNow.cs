namespace LaionGrid.Web.Coordinator.Network;

/// <summary>How the grid does right now.</summary>
public sealed record GridNow
{
    /// <summary>By the coordinator's clock.</summary>
    public required DateTimeOffset At { get; init; }

    public required int WorkersOnline { get; init; }

    public required int RefereesOnline { get; init; }

    /// <summary>Pictures that the workers online could render at once.</summary>
    public required int Slots { get; init; }

    public required int IdleSlots { get; init; }

    /// <summary>Jobs that wait, by bundle; bundles without any are left out.</summary>
    public required IReadOnlyDictionary<string, long> Queues { get; init; }

    public required long PicturesToday { get; init; }

    public required long Pictures { get; init; }

    public required long PicturesLastHour { get; init; }

    public required long VerifiedMflop { get; init; }

    public required long VerifiedLastHourMflop { get; init; }

    public required long ProvisionalMflop { get; init; }

    public required ArrivalsView Arrivals { get; init; }

    public required AuditsView Audits { get; init; }

    /// <summary>Of the ledger; null before its first line.</summary>
    public required DateTimeOffset? LastPostingAt { get; init; }

    /// <summary>Since when the job that waits longest waits; null when none does.</summary>
    public required DateTimeOffset? OldestQueuedAt { get; init; }

    public long Queued => Queues.Values.Sum();

    /// <summary>Became final within the last hour, as a rate.</summary>
    public double VerifiedTflopPerSecond => VerifiedLastHourMflop / 1e6 / TimeSpan.FromHours(1).TotalSeconds;
}

/// <summary>How long people waited for the last pictures, and how well that was foretold. All zero when none came within the last hour.</summary>
public sealed record ArrivalsView(int Pictures, TimeSpan WaitHalf, TimeSpan WaitNineTenths, TimeSpan WaitMost, int Early, int Kept, int Late)
{
    /// <summary>Of those with a promise, the share that came within it; null when there were none.</summary>
    public double? KeptShare => Early + Kept + Late is > 0 and var promised ? (double)Kept / promised : null;
}

/// <summary>Audits of the last 30 days by how they ended.</summary>
/// <param name="Withheld">The worker did not show its steps in time.</param>
/// <param name="Caught">The steps do not lead to the picture, or a referee's own answers differ.</param>
/// <param name="Unanswered">No referee could answer.</param>
public sealed record AuditsView(long Open, long Passed, long Withheld, long Caught, long Unanswered);

/// <summary>The grid over a stretch of time.</summary>
/// <param name="Pictures">Rendered since the grid began, at the stretch's end.</param>
/// <param name="VerifiedMflop">Final since the grid began, at the stretch's end.</param>
/// <param name="WaitHalf">Null when no picture came.</param>
/// <param name="EtaKept">0 to 1; null when nothing was promised.</param>
public sealed record GridSampleView(
    DateTimeOffset Start, int Workers, int Referees, long Queued, long Pictures, long VerifiedMflop, TimeSpan? WaitHalf, TimeSpan? WaitNineTenths, double? EtaKept);

/// <summary>How far back a history reaches.</summary>
public enum HistoryLength
{
    /// <summary>Minute by minute.</summary>
    Day,

    /// <summary>Hour by hour.</summary>
    Month,
}
