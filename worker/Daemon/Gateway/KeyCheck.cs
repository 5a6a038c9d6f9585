using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace LaionGrid.Worker.Gateway;

/// <summary>Lets in who has the site's key.</summary>
internal sealed class KeyCheck(string key)
{
    private const string Scheme = "Bearer ";

    private readonly byte[] _hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>How long it takes tells nothing of the key.</summary>
    public bool Passes(HttpRequest request) =>
        request.Headers.Authorization.ToString() is { } said && said.StartsWith(Scheme, StringComparison.Ordinal)
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(said[Scheme.Length..])), _hash);
}
