using LaionGrid.Web.Coordinator;
using LaionGrid.Web.People.SignIn;
using LaionGrid.Web.People.Storage;
using Microsoft.AspNetCore.Identity;

namespace LaionGrid.Web.People.Providers;

/// <summary>An account at a provider that somebody came back from, to be linked with theirs here.</summary>
/// <param name="Name">What it is called there; may be empty.</param>
internal sealed record ProviderAccount(Guid PersonId, string Provider, string Subject, string Name);

/// <summary>
/// Gives a person another way in. Coming back from the provider links nothing yet: the person sees which account it is and says so here, because a stranger could have
/// signed this browser in there.
/// </summary>
internal sealed class LinkProvider(UserManager<User> users, WaysIn ways, SignInProviders providers, Proofs proofs)
{
    /// <summary>Property of the way there and back: the person who goes it.</summary>
    public const string For = "laiongrid.link";

    private const string Purpose = "provider.link";
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    public string AddressToConfirm(ProviderAccount account) => $"{OwnProvidersHttp.Address}/confirm?proof={proofs.Seal(Purpose, account, Lasts)}";

    /// <summary>Null when the proof is none, too old, or another person's.</summary>
    public ProviderAccount? Open(string proof, Guid personId) => proofs.Open<ProviderAccount>(Purpose, proof) is { What: var account } && account.PersonId == personId ? account : null;

    /// <returns>Null when it is linked now.</returns>
    public async Task<Refusal?> AddAsync(User user, ProviderAccount account)
    {
        var title = providers.TitleOf(account.Provider);
        if (await users.FindByLoginAsync(account.Provider, account.Subject) is { } other)
            return other.Id == user.Id ? null : Taken(title);
        return (await users.AddLoginAsync(user, new(account.Provider, account.Subject, title))).Succeeded ? null : Taken(title);
    }

    /// <returns>Null when it is linked no more.</returns>
    public async Task<Refusal?> RemoveAsync(User user, string provider, string subject)
    {
        var there = await users.GetLoginsAsync(user);
        if (there.All(login => (login.LoginProvider, login.ProviderKey) != (provider, subject)))
            return null;
        if (await ways.IsLastAsync(user))
            return LastWayIn;
        await users.RemoveLoginAsync(user, provider, subject);
        return null;
    }

    private static Refusal Taken(string provider) => new()
    {
        Kind = RefusalKind.Conflict, Code = "provider.taken", Message = $"This account at {provider} opens another account here, so it was not linked. Sign in with it, unlink it there, and come back.",
    };

    private static Refusal LastWayIn { get; } = new()
    {
        Kind = RefusalKind.Conflict, Code = "provider.last", Message = "This is your only way to sign in, so it stays. Add a passkey or set a password first.",
    };
}
