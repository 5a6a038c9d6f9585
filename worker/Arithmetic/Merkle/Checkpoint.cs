using System.Globalization;

namespace LaionGrid.Arithmetic.Merkle;

/// <summary>What a log says of itself at one instant, in the three lines of C2SP's tlog-checkpoint.</summary>
/// <param name="Origin">Names the log.</param>
/// <param name="Size">Leaves.</param>
public sealed record Checkpoint(string Origin, long Size, MerkleHash Root)
{
    /// <summary>The text that is signed.</summary>
    public string Text => $"{Origin}\n{Size.ToString(CultureInfo.InvariantCulture)}\n{Root.ToBase64()}\n";

    /// <summary>Null for anything but a text as <see cref="Text"/> spells it; lines behind the third are not ours and are not taken.</summary>
    public static Checkpoint? Parse(string text)
    {
        var lines = text.Split('\n');
        if (lines.Length != 4 || lines[0].Length == 0 || lines[3].Length > 0)
            return null;
        if (!long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size) || MerkleHash.Parse(lines[2]) is not { } root)
            return null;
        var read = new Checkpoint(lines[0], size, root);
        return read.Text == text ? read : null;
    }
}
