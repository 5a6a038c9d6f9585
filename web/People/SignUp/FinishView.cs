using LaionGrid.Web.Coordinator;

namespace LaionGrid.Web.People.SignUp;

/// <summary>What the second step of signing up shows.</summary>
public sealed record FinishView
{
    public required string Proof { get; init; }

    /// <summary>The proved address; null for none.</summary>
    public required string? Email { get; init; }

    /// <summary>The provider's title; null when an address was proved and a password is to be chosen.</summary>
    public required string? Provider { get; init; }

    public string Name { get; init; } = "";

    public Refusal? Refusal { get; init; }
}
