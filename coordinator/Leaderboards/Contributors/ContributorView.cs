using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Leaderboards.Contributors;

/// <summary>A contributor as everybody may see it.</summary>
/// <param name="Page">Null when the person hides it.</param>
internal sealed record ContributorView(string Name, ContributorPage? Page);

/// <summary>What is on a contributor's page.</summary>
internal sealed record ContributorPage
{
    public required DateTimeOffset JoinedAt { get; init; }

    /// <summary>Null while nothing was accepted.</summary>
    public required BoardStanding? Standing { get; init; }

    /// <summary>How many the board of all time lists.</summary>
    public required int People { get; init; }

    public required BoardStanding? Month { get; init; }

    public required int MonthPeople { get; init; }

    /// <summary>Pictures that its machines rendered, whatever the verdict.</summary>
    public required long Rendered { get; init; }

    public required long RenderMs { get; init; }

    /// <summary>Days of the last 53 weeks with anything in them, oldest first.</summary>
    public required IReadOnlyList<Addition> Days { get; init; }

    public required IReadOnlyList<Machine> Machines { get; init; }

    public required int MachineCount { get; init; }

    /// <summary>Empty for none.</summary>
    public required string Team { get; init; }

    public required string Country { get; init; }

    public required string About { get; init; }

    public required IReadOnlyList<Badge> Badges { get; init; }
}
