using System.Security.Cryptography;
using System.Text;

namespace LaionGrid.Coordinator.Datasets.Releases.Building;

/// <summary>
/// Keys of people within one release: an HMAC of who they are with a secret that is drawn for the release and thrown away with it. So nobody can test a name, not even who built it, and keys of two
/// releases cannot be brought together.
/// </summary>
internal sealed class ReleaseKeys(byte[] secret) : IDisposable
{
    public const int SecretBytes = 32;

    private const int KeptBytes = 16;

    public static ReleaseKeys Draw() => new(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <returns>32 hex digits; null for nobody.</returns>
    public string? Of(string person) => person.Length == 0
        ? null
        : Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(person)).AsSpan(0, KeptBytes));

    public void Dispose() => CryptographicOperations.ZeroMemory(secret);
}
