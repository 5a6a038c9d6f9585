using System.Runtime.InteropServices;

namespace LaionGrid.Datasets.Explorer;

/// <summary>
/// Which words stand in one prompt together, and which phrases come again and again. Memory is bounded: only words of the given vocabulary count, and phrases that stay rare are let go.
/// </summary>
/// <param name="vocabulary">The most frequent words, the most frequent first; at most 4096.</param>
internal sealed class PromptCounts(IReadOnlyList<string> vocabulary)
{
    /// <summary>Of how many words pairs are counted; a square of that many integers is held.</summary>
    public const int PairWords = 1500;

    public const int MaxVocabulary = 4096;

    private const int Bits = 12;
    private const long Pair = (1L << (2 * Bits)) - 1;
    private const int MaxPhrases = 1_000_000;
    private const int MaxWords = 48; // of one prompt; a text of 100 kB would make pairs without end

    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _places = vocabulary.Select((word, place) => (word, place)).ToDictionary(pair => pair.word, pair => pair.place, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    private readonly bool[] _isCommon = [.. vocabulary.Select(Words.IsCommon)];
    private readonly int[] _pairs = new int[PairWords * PairWords];
    private readonly Dictionary<long, int> _phrases = [];
    private readonly List<int> _words = [];

    public long Prompts { get; private set; }

    public void Add(string prompt)
    {
        Prompts++;
        _words.Clear();
        Words.ForEach(prompt, word =>
        {
            if (_words.Count < MaxWords)
                _words.Add(_places.TryGetValue(word, out var place) ? place : -1);
        });
        CountPhrases();
        CountPairs();
    }

    /// <summary>How many prompts have both words, by their places in the vocabulary; the first is the lesser.</summary>
    public int Both(int first, int second) => _pairs[first * PairWords + second];

    /// <summary>Two and three words that stand together at least so often, the most frequent first. A part of a longer one that hardly stands without the rest is left out.</summary>
    public IEnumerable<string> Phrases(int least, int most)
    {
        var frequent = _phrases.Where(phrase => phrase.Value >= least).OrderByDescending(phrase => phrase.Value).ThenBy(phrase => phrase.Key).ToList();
        var parts = new HashSet<long>();
        foreach (var (key, count) in frequent.Where(phrase => IsTriple(phrase.Key)))
        {
            foreach (var part in new[] { key >> Bits & Pair, key & Pair })
            {
                if (_phrases.GetValueOrDefault(part) * 0.8 <= count)
                    parts.Add(part);
            }
        }
        return frequent.Where(phrase => !parts.Contains(phrase.Key)).Take(most).Select(phrase => Spell(phrase.Key));
    }

    private void CountPhrases()
    {
        for (var i = 0; i + 1 < _words.Count; i++)
        {
            var (first, second) = (_words[i], _words[i + 1]);
            if (first < 0 || second < 0 || _isCommon[first])
                continue;
            if (!_isCommon[second])
                Count((long)first << Bits | (uint)second);
            if (i + 2 < _words.Count && _words[i + 2] is >= 0 and var third && !_isCommon[third])
                Count(1L << (3 * Bits) | (long)first << (2 * Bits) | (long)second << Bits | (uint)third);
        }
        if (_phrases.Count > MaxPhrases)
            LetGoOfRareOnes();
    }

    private void Count(long phrase) => CollectionsMarshal.GetValueRefOrAddDefault(_phrases, phrase, out _)++;

    private void LetGoOfRareOnes()
    {
        foreach (var phrase in _phrases.Where(phrase => phrase.Value < 4).Select(phrase => phrase.Key).ToList())
            _phrases.Remove(phrase);
    }

    private void CountPairs()
    {
        var distinct = _words.Where(word => word is >= 0 and < PairWords && !_isCommon[word]).Distinct().Order().ToList();
        for (var i = 0; i < distinct.Count; i++)
        {
            for (var j = i + 1; j < distinct.Count; j++)
                _pairs[distinct[i] * PairWords + distinct[j]]++;
        }
    }

    private static bool IsTriple(long key) => key >> (3 * Bits) == 1;

    private string Spell(long key)
    {
        const int Mask = MaxVocabulary - 1;
        var two = $"{vocabulary[(int)(key >> Bits & Mask)]} {vocabulary[(int)(key & Mask)]}";
        return IsTriple(key) ? $"{vocabulary[(int)(key >> (2 * Bits) & Mask)]} {two}" : two;
    }
}
