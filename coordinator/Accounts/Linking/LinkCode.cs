using System.Security.Cryptography;
using System.Text;

namespace LaionGrid.Coordinator.Accounts.Linking;

/// <summary>What a machine that wants to join as somebody shows: eight characters that are told from each other at a glance, about 37 bits, good for ten minutes and one use.</summary>
internal sealed record LinkCode(string Text)
{
    public const int Length = 8;

    // No vowels, so that no word comes of it, and nothing that looks like another.
    private const string Alphabet = "BCDFGHJKLMNPQRSTVWXZ23456789";

    public static LinkCode Draw() => new(RandomNumberGenerator.GetString(Alphabet, Length));

    /// <summary>As a person may have typed it: in small letters, with a hyphen or a space. Null when that can be no code.</summary>
    public static LinkCode? Read(string text)
    {
        if (text.Length > 4 * Length)
            return null;
        var code = string.Concat(text.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return code.Length == Length && code.All(Alphabet.Contains) ? new(code) : null;
    }

    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>Never the code itself: records print their members, and a log must not.</summary>
    public override string ToString() => "********";
}
