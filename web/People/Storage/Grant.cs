namespace LaionGrid.Web.People.Storage;

/// <summary>One line of the record of who changed whose rights. Lines are added, never changed, but that names go with the people.</summary>
internal sealed class Grant
{
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Public name of the operator, or "the command line".</summary>
    public required string By { get; init; }

    /// <summary>Public name of the person.</summary>
    public required string Of { get; init; }

    /// <summary>What was done, as a sentence's end: "became moderator", "was locked".</summary>
    public required string Deed { get; init; }
}
