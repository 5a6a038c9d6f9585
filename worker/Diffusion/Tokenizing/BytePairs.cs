namespace LaionGrid.Diffusion.Tokenizing;

/// <summary>
/// Byte-pair encoding: a word's bytes, each written as one printable character, the last marked with the end of the word, then
/// joined pair by pair in the order of the learned merges.
/// </summary>
internal sealed class BytePairs
{
    private const string MergesFile = "tokenizer/merges.txt";
    private const string EndOfWord = "</w>";
    private const int FirstSubstitute = 256;

    private static readonly char[] Printable = WritePrintable();

    private readonly Dictionary<(string Left, string Right), int> _ranks;

    private BytePairs(Dictionary<(string Left, string Right), int> ranks) => _ranks = ranks;

    /// <exception cref="BundleException">The merges are missing or broken.</exception>
    public static BytePairs Read(BundleFolder folder)
    {
        var ranks = new Dictionary<(string Left, string Right), int>();
        foreach (var line in folder.ReadText(MergesFile).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("#version", StringComparison.Ordinal)))
        {
            if (line.TrimEnd('\r').Split(' ') is not [var left, var right])
                throw folder.Fault(MergesFile, $"has the line \"{line}\", which is no pair", "Fetch the model again");
            ranks.TryAdd((left, right), ranks.Count);
        }
        return new(ranks);
    }

    /// <param name="word">Not empty.</param>
    public List<string> Merge(ReadOnlySpan<byte> word)
    {
        var pieces = new List<string>(word.Length);
        foreach (var value in word)
            pieces.Add(Printable[value].ToString());
        pieces[^1] += EndOfWord;
        while (BestPair(pieces) is { } pair)
            Join(pieces, pair);
        return pieces;
    }

    private (string Left, string Right)? BestPair(List<string> pieces)
    {
        (string Left, string Right)? best = null;
        var bestRank = int.MaxValue;
        for (var index = 0; index + 1 < pieces.Count; index++)
        {
            var pair = (pieces[index], pieces[index + 1]);
            if (_ranks.TryGetValue(pair, out var rank) && rank < bestRank)
                (best, bestRank) = (pair, rank);
        }
        return best;
    }

    private static void Join(List<string> pieces, (string Left, string Right) pair)
    {
        for (var index = 0; index + 1 < pieces.Count; index++)
        {
            if ((pieces[index], pieces[index + 1]) != pair)
                continue;
            pieces[index] += pieces[index + 1];
            pieces.RemoveAt(index + 1);
        }
    }

    /// <summary>Printable Latin-1 bytes stand for themselves; the others take the characters from U+0100 on, in order.</summary>
    private static char[] WritePrintable()
    {
        var next = FirstSubstitute;
        return [.. Enumerable.Range(0, 256).Select(value => value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE ? (char)value : (char)next++)];
    }
}
