using System.Runtime.InteropServices;
using System.Text;

namespace LaionGrid.Diffusion.Tokenizing;

/// <summary>
/// Byte-pair encoding: a word's bytes, each written as one printable character, the last marked with the end of the word, then
/// joined pair by pair in the order of the learned merges. Texts become numbers once, when the merges are read; encoding a word
/// works on numbers alone.
/// </summary>
internal sealed class BytePairs
{
    private const string EndOfWord = "</w>";
    private const int FirstSubstitute = 256;

    private readonly Dictionary<string, int> _pieces = []; // numbers of all texts that a word can be in pieces of
    private readonly Dictionary<(int Left, int Right), Merge> _merges = [];
    private readonly int[] _byte = new int[256]; // the piece of each byte
    private readonly int[] _lastByte = new int[256]; // the same at the end of a word
    private readonly int[] _ids; // the vocabulary's id of each piece

    private BytePairs(IReadOnlyDictionary<string, int> vocabulary, int unknown, IEnumerable<(string Left, string Right)> merges)
    {
        foreach (var (value, letter) in Printable().Index())
            (_byte[value], _lastByte[value]) = (Number($"{letter}"), Number(letter + EndOfWord));
        foreach (var (rank, (left, right)) in merges.Index())
            _merges.TryAdd((Number(left), Number(right)), new(rank, Number(left + right)));
        _ids = [.. _pieces.Keys.Select(piece => vocabulary.GetValueOrDefault(piece, unknown))]; // in the order they were numbered in
    }

    /// <param name="unknown">The id of a piece that the vocabulary lacks.</param>
    /// <exception cref="BundleException">The merges are missing or broken.</exception>
    public static BytePairs Read(BundleFolder folder, string file, IReadOnlyDictionary<string, int> vocabulary, int unknown)
    {
        var merges = new List<(string Left, string Right)>();
        foreach (var line in folder.ReadText(file).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("#version", StringComparison.Ordinal)))
        {
            if (line.TrimEnd('\r').Split(' ') is not [var left, var right])
                throw folder.Fault(file, $"has the line \"{line}\", which is no pair", "Fetch the model again");
            merges.Add((left, right));
        }
        return new(vocabulary, unknown, merges);
    }

    /// <summary>Puts a word's ids into a list in place of what it holds.</summary>
    /// <param name="word">Not empty.</param>
    public void Encode(ReadOnlySpan<char> word, List<int> ids)
    {
        ids.Clear();
        Span<byte> bytes = stackalloc byte[4];
        byte last = 0;
        foreach (var rune in word.EnumerateRunes())
        {
            foreach (var value in bytes[..rune.EncodeToUtf8(bytes)])
                ids.Add(_byte[last = value]);
        }
        ids[^1] = _lastByte[last];
        while (BestPair(CollectionsMarshal.AsSpan(ids)) is ({ } pair, var joined))
            Join(ids, pair, joined);
        foreach (ref var piece in CollectionsMarshal.AsSpan(ids))
            piece = _ids[piece];
    }

    private ((int Left, int Right)? Pair, int Joined) BestPair(ReadOnlySpan<int> pieces)
    {
        (int Left, int Right)? best = null;
        var merge = new Merge(int.MaxValue, 0);
        for (var index = 0; index + 1 < pieces.Length; index++)
        {
            var pair = (pieces[index], pieces[index + 1]);
            if (_merges.TryGetValue(pair, out var other) && other.Rank < merge.Rank)
                (best, merge) = (pair, other);
        }
        return (best, merge.Joined);
    }

    private static void Join(List<int> pieces, (int Left, int Right) pair, int joined)
    {
        var to = 0;
        for (var from = 0; from < pieces.Count; from++)
        {
            var isPair = from + 1 < pieces.Count && (pieces[from], pieces[from + 1]) == pair;
            pieces[to++] = isPair ? joined : pieces[from];
            if (isPair)
                from++;
        }
        CollectionsMarshal.SetCount(pieces, to);
    }

    private int Number(string piece)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_pieces, piece, out var exists);
        return exists ? number : number = _pieces.Count - 1;
    }

    /// <summary>Printable Latin-1 bytes stand for themselves; the others take the characters from U+0100 on, in order.</summary>
    private static IEnumerable<char> Printable()
    {
        var next = FirstSubstitute;
        return Enumerable.Range(0, 256).Select(value => value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE ? (char)value : (char)next++);
    }

    /// <param name="Rank">The least is joined first.</param>
    /// <param name="Joined">The piece that the pair becomes.</param>
    private readonly record struct Merge(int Rank, int Joined);
}
