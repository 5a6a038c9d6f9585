namespace LaionGrid.Web.Network;

/// <summary>What is known of the grid's state.</summary>
/// <param name="LookedAt">Null before the first look.</param>
/// <param name="Incidents">Newest first.</param>
public sealed record Status(DateTimeOffset? LookedAt, IReadOnlyList<StatusCheck> Checks, IReadOnlyList<Incident> Incidents);

/// <summary>The state of the grid as of the last look; pages read it without asking anybody. Safe from any thread.</summary>
internal sealed class StatusBook
{
    private volatile Status _status = new(null, [], []);

    public Status Status
    {
        get => _status;
        set => _status = value;
    }
}
