using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Moderation.Reports;

/// <summary>Names one report; whoever knows it may see what came of it.</summary>
internal readonly record struct ReportId(Guid Value) : IId<ReportId>
{
    public static ReportId From(Guid value) => new(value);

    public override string ToString() => Value.ToString("N");
}

/// <summary>What people object to in one picture for one concern: however many say it, it is one report.</summary>
internal sealed class Report
{
    public required ReportId Id { get; init; }

    /// <summary>Null for a prompt that was refused.</summary>
    public JobId? JobId { get; init; }

    public required Concern Concern { get; init; }

    public required ReportState State { get; init; }

    /// <summary>How many said it.</summary>
    public required int Voices { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it should be decided at the latest.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>The picture's check before this report had it withheld at once; null when it did not.</summary>
    public PictureCheck? CheckBefore { get; init; }

    /// <summary>The moderator's words for it; empty before.</summary>
    public string Why { get; init; } = "";

    public AccountId? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>What the owner says against the decision; empty when it did not appeal.</summary>
    public string AppealWords { get; init; } = "";

    public DateTimeOffset? AppealedAt { get; init; }

    public DateTimeOffset? AppealDecidedAt { get; init; }
}

/// <summary>One who said it.</summary>
internal sealed class ReportVoice
{
    public required ReportId ReportId { get; init; }

    /// <summary>A hash that tells reporters apart and nothing else.</summary>
    public required string Reporter { get; init; }

    /// <summary>At most 500 characters; may be empty.</summary>
    public required string Words { get; init; }

    public required DateTimeOffset At { get; init; }
}
