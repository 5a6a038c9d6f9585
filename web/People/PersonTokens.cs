using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using LaionGrid.Contracts;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace LaionGrid.Web.People;

/// <summary>Signs the site's word about who asks: one token for each call, good for a minute.</summary>
internal sealed class PersonTokens(SiteKey key, TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>The header's value for this person.</summary>
    [SuppressMessage("Globalization", "CA1308", Justification = "Not a normalisation: the words on the wire are lower-case.")]
    public string Prove(Person person) => Sign(new()
    {
        [PersonClaims.Account] = person.AccountId,
        [PersonClaims.Role] = person.Role.ToString().ToLowerInvariant(),
        [PersonClaims.Rank] = person.Rank.ToString().ToLowerInvariant(),
    });

    /// <summary>The header's value when the site speaks for itself.</summary>
    public string ProveSite() => Sign(new() { [PersonClaims.Role] = PersonClaims.SiteRole });

    private string Sign(Dictionary<string, object> claims)
    {
        var now = time.GetUtcNow().UtcDateTime;
        claims[PersonClaims.TokenId] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        return PersonClaims.Scheme + _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = PersonClaims.Issuer,
            Audience = PersonClaims.Audience,
            NotBefore = now,
            IssuedAt = now,
            Expires = now + Life,
            Claims = claims,
            SigningCredentials = key.Credentials,
        });
    }
}
