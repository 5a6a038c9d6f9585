using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Leaderboards.Groups;

/// <summary>What rows of the boards have in common.</summary>
internal enum GroupKind
{
    /// <summary>Accounts whose profile is public and names a country.</summary>
    Countries,

    /// <summary>Workers of one kind of device, as they report it.</summary>
    Families,
}

/// <summary>One row of a board and the group that it counts for.</summary>
internal readonly record struct Member(Guid Id, string Group);

/// <summary>Who is in which group, read from the database a page at a time.</summary>
internal static class GroupRows
{
    private const int Page = 1000;

    public static BoardKind BoardOf(GroupKind kind) => kind == GroupKind.Countries ? BoardKind.People : BoardKind.Devices;

    /// <summary>The members behind this one, by id; none at the end.</summary>
    public static Task<List<Member>> PageAsync(GridDb db, GroupKind kind, Guid after, CancellationToken cancellationToken) => db.QueryRowsAsync(
        kind == GroupKind.Countries
            ? $"""SELECT "AccountId", "Country" FROM profiles WHERE "Country" <> '' AND NOT "IsPrivate" AND "AccountId" > @a0 ORDER BY "AccountId" LIMIT {Page}""" // index of those with a country
            : $"""SELECT "Id", "DeviceName" FROM workers WHERE "Role" = 'Volunteer' AND "DeviceName" <> '' AND "Id" > @a0 ORDER BY "Id" LIMIT {Page}""", // primary key
        [], [after], row => new Member(row.GetGuid(0), row.GetString(1)), cancellationToken);
}
