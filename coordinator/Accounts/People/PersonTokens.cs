using LaionGrid.Contracts;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace LaionGrid.Coordinator.Accounts.People;

/// <summary>Believes a site about a person when it has signed so: a token of its key, young, for this coordinator, and never seen before.</summary>
internal sealed class PersonTokens(SiteKeys keys, SpentTokens spent, IDbContextFactory<GridDb> databases, TimeProvider time)
{
    private const string KeyPrefix = "site";
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };

    /// <summary>Null when it is not believed.</summary>
    public async Task<Caller?> FindAsync(string text, CancellationToken cancellationToken)
    {
        if (await _handler.ValidateTokenAsync(text, Demands()) is not { IsValid: true, SecurityToken: JsonWebToken token } || !spent.TrySpend(token.Id))
            return null;
        var role = Said(token, PersonClaims.Role);
        return role == PersonClaims.SiteRole
            ? new Caller(AccountId.Anonymous, KeyRole.Site, null, KeyPrefix)
            : await FindPersonAsync(token, role, cancellationToken);
    }

    private async Task<Caller?> FindPersonAsync(JsonWebToken token, string? roleName, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(token.Subject, "N", out var id) || !Enum.TryParse<KeyRole>(roleName, ignoreCase: true, out var role)
            || role is not (KeyRole.Person or KeyRole.Moderator or KeyRole.Operator)
            || !Enum.TryParse<Rank>(Said(token, PersonClaims.Rank), ignoreCase: true, out var rank))
            return null;
        var account = AccountId.From(id);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Accounts.Where(one => one.Id == account) // primary key
            .Select(one => new Caller(account, role, null, KeyPrefix) { Rank = rank, IsErased = one.DeletedAt != null }).SingleOrDefaultAsync(cancellationToken);
    }

    private static string? Said(JsonWebToken token, string claim) => token.TryGetPayloadValue<string>(claim, out var value) ? value : null;

    private TokenValidationParameters Demands() => new()
    {
        ValidIssuer = PersonClaims.Issuer,
        ValidAudience = PersonClaims.Audience,
        ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
        IssuerSigningKeys = keys.All(),
        TryAllIssuerSigningKeys = true,
        LifetimeValidator = (from, until, _, _) => IsYoung(from, until),
    };

    private bool IsYoung(DateTime? from, DateTime? until)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return from <= now + ClockSkew && until > now - ClockSkew && until - from <= PersonClaims.LongestLife;
    }
}
