namespace LaionGrid.Web.People.Me;

/// <summary>What a person's own page shows.</summary>
public sealed record MeView
{
    public required string Name { get; init; }

    public required PersonRole Role { get; init; }

    public required PersonRank Rank { get; init; }

    /// <summary>Days until the person is trusted, if nothing else is missing.</summary>
    public required int DaysToTrust { get; init; }

    /// <summary>Null when the site has none.</summary>
    public required string? Email { get; init; }

    public required int Passkeys { get; init; }

    public required bool HasPassword { get; init; }

    /// <summary>Accounts elsewhere that open this one.</summary>
    public required int Linked { get; init; }

    /// <summary>Whether there is a provider to link with.</summary>
    public required bool HasProviders { get; init; }

    public required int RecoveryCodes { get; init; }

    public required int Sessions { get; init; }

    /// <summary>With only one way in, losing it loses the account.</summary>
    public bool HasOneWayIn => Passkeys + (HasPassword ? 1 : 0) + Linked + RecoveryCodes + (Email is null ? 0 : 1) < 2;
}
