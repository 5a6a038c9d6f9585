namespace LaionGrid.Web.People.Storage;

/// <summary>A code that signs its person in once, for when everything else is lost. Using it deletes it.</summary>
internal sealed class RecoveryCode
{
    public required Guid UserId { get; init; }

    /// <summary>Lower-case hex SHA-256. A code is 99 random bits, so a plain hash cannot be guessed back.</summary>
    public required string Hash { get; init; }
}
