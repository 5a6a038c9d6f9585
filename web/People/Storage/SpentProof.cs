namespace LaionGrid.Web.People.Storage;

/// <summary>A proof that was used and is good no more. Kept until it would have been too old anyway.</summary>
internal sealed class SpentProof
{
    public required Guid Id { get; init; }

    public required DateTimeOffset Until { get; init; }
}
