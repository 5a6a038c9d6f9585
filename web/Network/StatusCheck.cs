using LaionGrid.Web.Coordinator.Network;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Network;

/// <summary>How one part of the grid does.</summary>
public enum CheckState
{
    Unknown,
    Well,
    Ill,
}

/// <summary>One part of the grid, in words.</summary>
/// <param name="Key">Stable.</param>
public sealed record StatusCheck(string Key, string Title, CheckState State, string Sentence);

/// <summary>Says how the grid does from what is known of it. Pure.</summary>
internal static class StatusPolicy
{
    /// <summary>A job that waits for so long while somebody is there to do it shows that the queue stands.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(15);

    /// <summary>Pictures that come for so long without a verdict show that verification stands.</summary>
    private static readonly TimeSpan LongSilence = TimeSpan.FromHours(1);

    /// <param name="grid">Null when the coordinator does not answer.</param>
    public static IReadOnlyList<StatusCheck> Judge(GridNow? grid) => grid is null
        ?
        [
            new("coordinator", "Coordinator", CheckState.Ill, "It does not answer, so nothing can be asked for right now. What was asked for before is kept."),
            Unknown("queue", "Queue"), Unknown("workers", "Volunteers"), Unknown("referees", "Referees"), Unknown("verdicts", "Verdicts"),
        ]
        : [new("coordinator", "Coordinator", CheckState.Well, "It answers."), Queue(grid), Workers(grid), Referees(grid), Verdicts(grid)];

    private static StatusCheck Queue(GridNow grid)
    {
        StatusCheck Of(CheckState state, string sentence) => new("queue", "Queue", state, sentence);
        if (grid.OldestQueuedAt is not { } oldest)
            return Of(CheckState.Well, "Nothing waits in line.");
        var waits = $"{Units.Counted(grid.Queued, "picture waits", "pictures wait")} in line; the one that waits longest has for {Units.Duration(grid.At - oldest)}.";
        return grid.WorkersOnline > 0 && grid.At - oldest >= LongWait ? Of(CheckState.Ill, $"It hardly moves: {waits}") : Of(CheckState.Well, $"It moves: {waits}");
    }

    private static StatusCheck Workers(GridNow grid) => grid.WorkersOnline > 0
        ? new("workers", "Volunteers", CheckState.Well, $"{Units.Counted(grid.WorkersOnline, "worker is", "workers are")} online.")
        : new("workers", "Volunteers", CheckState.Ill, "No worker is online. What is asked for waits in line until one comes.");

    private static StatusCheck Referees(GridNow grid) => grid.RefereesOnline > 0
        ? new("referees", "Referees", CheckState.Well, $"{Units.Counted(grid.RefereesOnline, "referee is", "referees are")} online.")
        : new("referees", "Referees", CheckState.Ill, "No referee is online. Pictures come as always; the verdicts on those that are audited wait.");

    private static StatusCheck Verdicts(GridNow grid)
    {
        StatusCheck Of(CheckState state, string sentence) => new("verdicts", "Verdicts", state, sentence);
        if (grid.LastPostingAt is not { } last)
            return Of(CheckState.Unknown, "None has been posted to the ledger yet.");
        var sentence = $"The last one was posted {Units.Duration(grid.At - last)} ago.";
        return grid.PicturesLastHour > 0 && grid.At - last >= LongSilence ? Of(CheckState.Ill, $"Pictures come, but no verdicts on them. {sentence}") : Of(CheckState.Well, sentence);
    }

    private static StatusCheck Unknown(string key, string title) => new(key, title, CheckState.Unknown, "Not known while the coordinator does not answer.");
}
