using System.Security.Cryptography;

namespace LaionGrid.Arithmetic.Tolerances;

/// <summary>An operator's word that a table is his: ECDSA over P-256 and SHA-256, of the table's canonical bytes.</summary>
/// <param name="Key">First 16 hexadecimal digits of SHA-256 of the public key's SubjectPublicKeyInfo: says which key to look for, and proves nothing.</param>
/// <param name="Value">r and s one behind the other, in base64.</param>
public sealed record ToleranceSignature(string Key, string Value)
{
    private const int KeyDigits = 16;

    /// <summary>Of an operator's key, as signatures name it.</summary>
    public static string NameOf(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..KeyDigits];

    /// <summary>Reads a key of P-256 as PEM, private or public.</summary>
    /// <returns>Null when it is none. To be disposed by whoever asks.</returns>
    public static ECDsa? ReadKey(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value)
                return key;
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            // No key of any kind; the caller is told so by null.
        }
        key.Dispose();
        return null;
    }

    internal static ToleranceSignature Make(byte[] content, ECDsa key) => new(NameOf(key), Convert.ToBase64String(key.SignData(content, HashAlgorithmName.SHA256)));

    internal bool Verify(byte[] content, ECDsa key)
    {
        var signature = new byte[Value.Length];
        return Convert.TryFromBase64String(Value, signature, out var length) && key.VerifyData(content, signature.AsSpan(0, length), HashAlgorithmName.SHA256);
    }
}
