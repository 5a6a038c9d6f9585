using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Accounts;

/// <summary>What a further key is to be.</summary>
/// <param name="Scopes">No more than the caller's own; null for as much.</param>
internal sealed record KeyWish(string Label, KeyScopes? Scopes, DateTimeOffset? ExpiresAt);

/// <summary>Makes a further key of an account.</summary>
internal sealed class IssueKey(GridWriter writer, TimeProvider time)
{
    private const int MaxKeys = 20;
    private const int MaxLabelLength = 60;

    public async Task<IssueKeyOutcome> RunAsync(Caller caller, KeyWish wish, CancellationToken cancellationToken)
    {
        var scopes = wish.Scopes ?? caller.Scopes;
        if (Check(caller, wish, scopes) is { } refusal)
            return new IssueKeyOutcome.Refused(refusal);
        var secret = KeySecret.Draw();
        var role = caller.Role == KeyRole.Operator && caller.IsByKey ? KeyRole.Operator : KeyRole.Person; // what a site says of a person ends with the session
        return await writer.RunAsync<IssueKeyOutcome>(async db =>
        {
            if (await db.KeysOf(caller.AccountId, time.GetUtcNow()).CountAsync(cancellationToken) >= MaxKeys)
                return new IssueKeyOutcome.Refused(TooMany);
            db.Add(secret.ToKey(caller.AccountId, role, holder: null, time.GetUtcNow(), wish.Label.Trim(), scopes, wish.ExpiresAt));
            await db.SaveChangesAsync(cancellationToken);
            return new IssueKeyOutcome.Issued(secret);
        }, cancellationToken);
    }

    private Refusal? Check(Caller caller, KeyWish wish, KeyScopes scopes)
    {
        if (wish.Label.Length > MaxLabelLength || wish.Label.Any(char.IsControl))
            return Refusal.Invalid("key.label_invalid", "label", $"A key's label has at most {MaxLabelLength} characters, none of them control characters. Shorten it.");
        if (scopes == KeyScopes.None || !caller.Scopes.HasFlag(scopes))
            return Refusal.Invalid("key.scopes_invalid", "scopes", "A key is good for something, and for no more than the key that makes it. Choose other scopes.");
        return wish.ExpiresAt <= time.GetUtcNow()
            ? Refusal.Invalid("key.expiry_past", "expires_at_us", "This key would be past its end already. Choose a later end, or none.")
            : null;
    }

    private static Refusal TooMany { get; } = new(RefusalKind.TooMany, "key.too_many", $"This account has {MaxKeys} keys. Revoke one that is not used any more.");
}

internal abstract record IssueKeyOutcome
{
    internal sealed record Issued(KeySecret Secret) : IssueKeyOutcome;

    internal sealed record Refused(Refusal Refusal) : IssueKeyOutcome;
}
