using System.Security.Cryptography;
using Grpc.Core;
using LaionGrid.Contracts;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace LaionGrid.TestKit;

/// <summary>Proves people to a coordinator as a site does, and as none may.</summary>
public sealed class StagedSite : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly TimeProvider _time;

    /// <param name="publicKeyFile">Where the coordinator looks for sites' keys.</param>
    public StagedSite(string publicKeyFile, TimeProvider time)
    {
        _time = time;
        File.WriteAllText(publicKeyFile, _key.ExportSubjectPublicKeyInfoPem());
    }

    /// <summary>Headers of one call for this person.</summary>
    public Metadata Prove(string accountId, string role = "person", string rank = "new") => Headers(Token(accountId, role, rank));

    /// <summary>Headers of one call of the site itself.</summary>
    public Metadata ProveSite() => Headers(Token(null, PersonClaims.SiteRole, rank: null));

    public static Metadata Headers(string token) => new() { { "authorization", PersonClaims.Scheme + token } };

    /// <summary>A token as a site signs it, or with one thing about it changed.</summary>
    public string Token(string? accountId, string role, string? rank, Action<SecurityTokenDescriptor>? spoil = null)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object> { [PersonClaims.Role] = role, [PersonClaims.TokenId] = Guid.NewGuid().ToString("N") };
        if (accountId is not null)
            claims[PersonClaims.Account] = accountId;
        if (rank is not null)
            claims[PersonClaims.Rank] = rank;
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = PersonClaims.Issuer, Audience = PersonClaims.Audience, IssuedAt = now, NotBefore = now, Expires = now.AddMinutes(1),
            Claims = claims, SigningCredentials = new(new ECDsaSecurityKey(_key), SecurityAlgorithms.EcdsaSha256),
        };
        spoil?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    public void Dispose() => _key.Dispose();
}
