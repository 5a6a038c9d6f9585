using Grpc.Core;
using LaionGrid.Contracts;
using LaionGrid.Coordinator.Accounts.People;
using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Accounts;

/// <summary>
/// Turns a key, or a site's word about a person, into its <see cref="Caller"/>. A call with neither is anonymous; a wrong one is refused everywhere.
/// </summary>
internal sealed class FindCaller(KnownKeys keys, PersonTokens people)
{
    private const string Scheme = "Bearer ";

    /// <param name="header">As the "authorization" of a call.</param>
    /// <exception cref="RpcException">It says nothing, or nothing true.</exception>
    public async Task<Caller> RunAsync(string header, CancellationToken cancellationToken)
    {
        if (After(PersonClaims.Scheme, header) is { } token)
            return await people.FindAsync(token, cancellationToken) is { } person ? person.IsErased ? throw Erased.ToRpc() : person : throw Unproven.ToRpc();
        var caller = (After(Scheme, header) is { } key ? await keys.FindAsync(new KeySecret(key).Hash, cancellationToken) : null) ?? throw Unknown.ToRpc();
        return caller.IsLocked ? throw Locked.ToRpc() : caller;
    }

    private static string? After(string scheme, string header) =>
        header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? header[scheme.Length..].Trim() : null;

    private static Refusal Unknown { get; } =
        new(RefusalKind.Unauthenticated, "key.unknown", "This key is not known here, or was revoked. Check it for typing errors, or make a new one.");

    private static Refusal Locked { get; } = new(
        RefusalKind.NotAllowed, "account.locked", "An operator has locked the account of this key. Ask the operator of this grid why, and how to have it opened.");

    private static Refusal Erased { get; } = new(RefusalKind.NotFound, "account.erased", "This account was erased. Sign up again to have another.");

    private static Refusal Unproven { get; } = new(
        RefusalKind.Unauthenticated, "person.unproven",
        "The coordinator does not take the site's word about who you are. Sign out and in again; if that does not help, its operator must give the site's public key (site.pub) to the coordinator as Accounts:SiteKeyFile.");
}
