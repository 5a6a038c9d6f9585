namespace LaionGrid.Web.People.SignUp;

/// <summary>What is proved of somebody who has no account yet: an address, or a provider's word.</summary>
internal sealed record Newcomer
{
    /// <summary>Null when the provider vouches for none.</summary>
    public string? Email { get; init; }

    /// <summary>The provider's key in the settings; null for a proved address.</summary>
    public string? Provider { get; init; }

    public string? ProviderTitle { get; init; }

    /// <summary>Who the person is to the provider.</summary>
    public string? Subject { get; init; }

    /// <summary>A name to begin with.</summary>
    public string Name { get; init; } = "";

    /// <summary>Where the person wanted to go.</summary>
    public string Return { get; init; } = "/me";
}

/// <summary>Carries a newcomer through a letter or a redirect to the page where the name is chosen. Its id becomes the person's, so it makes one person and no second.</summary>
internal sealed class NewcomerProofs(Proofs proofs)
{
    private const string Purpose = "sign_up.newcomer";
    private static readonly TimeSpan ByLetter = TimeSpan.FromDays(1);
    private static readonly TimeSpan ByProvider = TimeSpan.FromMinutes(30);

    public string Seal(Newcomer newcomer) => proofs.Seal(Purpose, newcomer, newcomer.Provider is null ? ByLetter : ByProvider);

    /// <summary>Null when it is none, or too old.</summary>
    public (Guid PersonId, Newcomer Newcomer)? Open(string proof) => proofs.Open<Newcomer>(Purpose, proof) is { } opened ? (opened.Id, opened.What) : null;
}
