using System.Text;

namespace LaionGrid.Coordinator.Edge;

/// <summary>What a machine says of itself: it is shown to people, so it is short and printable.</summary>
internal static class PeerWords
{
    /// <summary>Without control characters, and no longer than this; a character is never cut in half.</summary>
    public static string Printable(this string words, int maxCharacters) =>
        string.Concat(words.EnumerateRunes().Where(rune => !Rune.IsControl(rune)).Take(maxCharacters));
}
