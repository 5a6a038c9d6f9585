using System.Globalization;
using System.Security.Cryptography;

namespace LaionGrid.Arithmetic.Merkle;

/// <summary>
/// The key that a log's checkpoints are checked with: ECDSA over P-256 with SHA-256, in the shape of C2SP's signed-note, whose type byte for ECDSA is 2
/// and whose key id is the beginning of the key's hash.
/// </summary>
public sealed class LogKey
{
    public const byte EcdsaType = 2;
    public const int IdBytes = 4;

    private const int MaxLength = 512;
    private const int CoordinateBytes = 32;

    /// <summary>Of a SubjectPublicKeyInfo for an uncompressed point of P-256.</summary>
    private static readonly byte[] Beginning = Convert.FromHexString("3059301306072A8648CE3D020106082A8648CE3D03010703420004");

    private readonly byte[] _publicKey; // SubjectPublicKeyInfo, DER

    private LogKey(string name, byte[] publicKey) => (Name, _publicKey, Id) = (name, publicKey, SHA256.HashData(publicKey)[..IdBytes]);

    /// <summary>The log's name; no blanks and no plus sign.</summary>
    public string Name { get; }

    public byte[] Id { get; }

    /// <summary>As it is handed on: name, id in hex, and the key in base64, between plus signs.</summary>
    public string Text => $"{Name}+{Convert.ToHexStringLower(Id)}+{Convert.ToBase64String([EcdsaType, .. _publicKey])}";

    public static LogKey Of(string name, ECDsa key) => new(name, key.ExportSubjectPublicKeyInfo());

    /// <summary>Null for anything but a P-256 key as <see cref="Text"/> spells it.</summary>
    public static LogKey? Parse(string text)
    {
        var parts = text.Length <= MaxLength ? text.Split('+', 3) : [];
        Span<byte> bytes = stackalloc byte[MaxLength];
        if (parts.Length != 3 || !IsName(parts[0]) || !Convert.TryFromBase64String(parts[2], bytes, out var read) || read < 2 || bytes[0] != EcdsaType)
            return null;
        var key = new LogKey(parts[0], bytes[1..read].ToArray());
        using var parsed = key.Open();
        return parsed is not null && key.Text == text ? key : null;
    }

    public static bool IsName(string name) => name.Length is > 0 and <= 100 && name.All(letter => letter is > ' ' and <= '~' and not '+');

    /// <summary>Whether this key's owner signed the text.</summary>
    public bool HasSigned(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        using var key = Open();
        return key is not null && key.VerifyData(text, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private ECDsa? Open()
    {
        // The bytes before a P-256 point are always these; platforms differ in how they refuse others.
        if (_publicKey.Length != Beginning.Length + 2 * CoordinateBytes || !_publicKey.AsSpan().StartsWith(Beginning))
            return null;
        var point = new ECPoint { X = _publicKey[Beginning.Length..^CoordinateBytes], Y = _publicKey[^CoordinateBytes..] };
        try
        {
            return ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
        }
        catch (CryptographicException)
        {
            return null; // no point of the curve
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}+{Convert.ToHexStringLower(Id)}");
}
