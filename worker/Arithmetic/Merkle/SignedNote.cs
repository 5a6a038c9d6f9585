using System.Security.Cryptography;
using System.Text;

namespace LaionGrid.Arithmetic.Merkle;

/// <summary>A text with signatures beneath it, as C2SP's signed-note spells it. Lines of other signers are passed over.</summary>
public static class SignedNote
{
    public const int MaxLength = 16 * 1024;

    private const string Mark = "\u2014 "; // an em dash and a blank begin a signature's line
    private const int MaxSignatures = 32;

    public static string Sign(string text, LogKey key, ECDsa secret)
    {
        var signature = secret.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return $"{text}\n{Mark}{key.Name} {Convert.ToBase64String([.. key.Id, .. signature])}\n";
    }

    /// <summary>The text; null when it is no note, or none that this key signed.</summary>
    public static string? Open(string note, LogKey key)
    {
        var end = note.Length <= MaxLength ? note.LastIndexOf("\n\n", StringComparison.Ordinal) : -1;
        if (end < 0 || end + 2 == note.Length || !note.EndsWith('\n'))
            return null;
        var (text, lines) = (note[..(end + 1)], note[(end + 2)..^1].Split('\n'));
        if (lines.Length > MaxSignatures || lines.Any(line => !line.StartsWith(Mark, StringComparison.Ordinal)))
            return null;
        return lines.Any(line => IsSignedBy(key, text, line[Mark.Length..])) ? text : null;
    }

    private static bool IsSignedBy(LogKey key, string text, string line)
    {
        var parts = line.Split(' ');
        Span<byte> bytes = stackalloc byte[256];
        return parts.Length == 2 && parts[0] == key.Name && parts[1].Length <= 256 && Convert.TryFromBase64String(parts[1], bytes, out var read)
            && read > LogKey.IdBytes && Convert.ToBase64String(bytes[..read]) == parts[1] && bytes[..LogKey.IdBytes].SequenceEqual(key.Id) && key.HasSigned(Encoding.UTF8.GetBytes(text), bytes[LogKey.IdBytes..read]);
    }
}
