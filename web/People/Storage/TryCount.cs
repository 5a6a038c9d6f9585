namespace LaionGrid.Web.People.Storage;

/// <summary>How often somebody lately tried to get in as somebody, whether or not there is such a person.</summary>
internal sealed class TryCount
{
    /// <summary>Lower-case hex SHA-256 of who was tried.</summary>
    public required string Subject { get; init; }

    public required int Count { get; init; }

    /// <summary>When the counting begins anew.</summary>
    public required DateTimeOffset Until { get; init; }
}
