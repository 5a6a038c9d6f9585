namespace LaionGrid.Web.Coordinator.Boards;

/// <summary>A contributor as everybody may see it.</summary>
/// <param name="Page">Null when the person hides it.</param>
public sealed record ContributorView(string Name, ContributorPageView? Page);

/// <summary>What is on a contributor's page.</summary>
public sealed record ContributorPageView
{
    public required DateTimeOffset JoinedAt { get; init; }

    /// <summary>All-time row; null while nothing was accepted.</summary>
    public required BoardRow? Standing { get; init; }

    /// <summary>How many the board of all time lists.</summary>
    public required int People { get; init; }

    /// <summary>Rendered, whatever the verdict.</summary>
    public required long Rendered { get; init; }

    /// <summary>From claim to upload, all together.</summary>
    public required TimeSpan RenderTime { get; init; }

    /// <summary>Days of the last 53 weeks with anything in them, oldest first.</summary>
    public required IReadOnlyList<DayView> Days { get; init; }

    /// <summary>At most 50, those that joined last first.</summary>
    public required IReadOnlyList<MachineView> Machines { get; init; }

    public required int MachineCount { get; init; }

    /// <summary>Empty for none.</summary>
    public required string Team { get; init; }

    /// <summary>Code of ISO 3166-1; empty for none.</summary>
    public required string Country { get; init; }

    /// <summary>May be empty.</summary>
    public required string About { get; init; }

    public required IReadOnlyList<Badge> Badges { get; init; }
}

/// <summary>What a day brought.</summary>
/// <param name="Day">In UTC.</param>
public sealed record DayView(DateOnly Day, long CreditMflop, int Pictures);

/// <summary>A contributor's machine.</summary>
/// <param name="Family">What it renders on; empty before it has said so.</param>
/// <param name="MedianStep">Null while too few pictures are known.</param>
/// <param name="SpeedPercent">Against the median of its family; null while that is not known.</param>
/// <param name="LastPictureAt">Null for none yet.</param>
public sealed record MachineView(
    string WorkerId, string Name, string Family, DateTimeOffset JoinedAt, int Pictures, long CreditMflop, TimeSpan? MedianStep, int? SpeedPercent, bool IsHere, DateTimeOffset? LastPictureAt);

/// <summary>A machine as its owner sees it.</summary>
/// <param name="SuspendedUntil">Null when nothing stands against it.</param>
/// <param name="AcceptedLately">Verdicts of the last seven days.</param>
public sealed record OwnMachineView(MachineView Machine, bool IsPaused, DateTimeOffset? SuspendedUntil, int PicturesToday, int AcceptedLately, int LostLately, string Version);

/// <summary>What a contributor is shown for, in the order in which it is shown.</summary>
public enum Badge
{
    TopHundredth,
    TopTwentieth,
    TopQuarter,
    FirstPicture,
    HundredPictures,
    ThousandPictures,
    StepByStep,
    NightShift,
    OneYear,
}

/// <summary>What the ledger's public log says of a contributor.</summary>
/// <param name="Rank">On the board of all time; 0 when it is not there.</param>
/// <param name="LogSize">Entries of the log that the balance is the sum of.</param>
/// <param name="Checkpoint">The log's head at that size, signed.</param>
public sealed record CertificateView(string Name, string AccountId, DateTimeOffset JoinedAt, long FinalMflop, int Pictures, int Rank, long LogSize, string Checkpoint);

/// <summary>What a person says of themselves.</summary>
/// <param name="Country">Code of ISO 3166-1; empty for none.</param>
public sealed record ProfileView(bool IsPrivate, string Country, string About);
