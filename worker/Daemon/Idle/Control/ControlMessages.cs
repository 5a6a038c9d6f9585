namespace LaionGrid.Worker.Idle.Control;

/// <summary>What an owner's command says to the running worker.</summary>
/// <param name="Wish">From now on; null only asks how it is.</param>
/// <param name="Device">Label of the one device it is said of; null for the whole machine. Nothing is heard of a device that this worker has not.</param>
/// <param name="OpensPage">Asks for a link to the control page.</param>
internal sealed record ControlRequest(OwnerWish? Wish, string? Device = null, bool OpensPage = false);

/// <summary>How the running worker is; the keys of "status --json". The control page and "top" show the same.</summary>
/// <param name="State">"open", "finishing" or "paused": that of the device that may do most.</param>
/// <param name="Doing">In a sentence.</param>
/// <param name="Reasons">Why it is paused, in sentences; empty when it is not.</param>
/// <param name="Devices">Each of them; never empty.</param>
internal sealed record StatusReport(string State, string Doing, IReadOnlyList<string> Reasons, MachineState Machine, string Schedule, IReadOnlyList<DeviceReading> Devices)
{
    public DateTimeOffset At { get; init; }

    /// <summary>The owner said pause or finish, to every device, and "resume" takes it back.</summary>
    public bool IsAsked { get; init; }

    public OwnerStatus Owner { get; init; } = new();

    /// <summary>Null until the coordinator told of the first verdict.</summary>
    public ContributionStatus? Contribution { get; init; }

    /// <summary>The newest first, a hundred at most.</summary>
    public IReadOnlyList<VerdictStatus> Verdicts { get; init; } = [];

    public IReadOnlyList<RuleInForce> Rules { get; init; } = [];

    public IReadOnlyList<BundleStatus> Bundles { get; init; } = [];

    /// <summary>Null when nothing is being downloaded.</summary>
    public DownloadStatus? Download { get; init; }

    public HistoryStatus History { get; init; } = new([], []);

    /// <summary>Null when it was not asked for.</summary>
    public PageAnswer? Page { get; init; }

    public static StatusReport Of(Gates gates)
    {
        var (decision, devices) = (gates.Decision, gates.All.Select(DeviceReading.Of).ToList());
        var doing = devices is [var only] ? only.Doing : string.Join(' ', devices.Where(device => device.State is "open" or "finishing").Select(device => $"{device.Label}: {device.Doing}"));
        return new(DeviceReading.StateOf(decision), doing, [.. decision.Reasons.Select(reason => reason.Text)], gates.Machine, gates.Rules.Schedule.Text, devices)
        {
            IsAsked = gates.All.All(gate => gate.Decision.Has(PauseKind.Asked) || gate.Decision.Has(PauseKind.Finishing)),
        };
    }
}

/// <summary>Whose worker it is.</summary>
/// <param name="Name">Public name of this machine; empty before it has joined, like the contributor's.</param>
internal sealed record OwnerStatus(string Name = "", string Contributor = "", string Coordinator = "", string Version = "", bool IsReferee = false);

/// <summary>What became of this machine's pictures, as the coordinator told it, and what its account has by the public board.</summary>
/// <param name="Account">Null before the board was asked.</param>
internal sealed record ContributionStatus(Tally Today, Tally Total, AccountStatus? Account);

/// <param name="Mflop">Credited when it was told.</param>
/// <param name="Lost">Pictures rejected, or taken back.</param>
internal sealed record Tally(int Accepted = 0, long Mflop = 0, int Lost = 0);

/// <param name="ProvisionalMflop">Waits for a later audit of the machine that earned it.</param>
/// <param name="Rank">Among all accounts; 0 while nothing is final.</param>
internal sealed record AccountStatus(long FinalMflop, long ProvisionalMflop, int Rank);

/// <param name="Kind">"verified", "trusted", "rejected" or "recalled".</param>
/// <param name="Reason">Why it was rejected; otherwise empty.</param>
/// <param name="Appeal">The lease that an appeal may name; empty when none is possible.</param>
internal sealed record VerdictStatus(DateTimeOffset RenderedAt, DateTimeOffset At, string Kind, long Mflop, string Reason, string Appeal);

/// <param name="IsWhole">False while parts are still to come.</param>
internal sealed record BundleStatus(string Id, long Bytes, DateTimeOffset LastUse, bool IsWhole);

/// <param name="Left">Null while nobody can say.</param>
internal sealed record DownloadStatus(string Bundle, long DoneBytes, long TotalBytes, double BytesPerSecond, TimeSpan? Left);

/// <summary>What was measured over the last hour.</summary>
/// <param name="Times">In seconds since 1970, growing.</param>
internal sealed record HistoryStatus(IReadOnlyList<long> Times, IReadOnlyList<MeasuredSeries> Series);

/// <param name="Link">Good once, for a few minutes; null when there is none.</param>
/// <param name="Problem">Why there is none.</param>
internal sealed record PageAnswer(string? Link, string? Problem);
