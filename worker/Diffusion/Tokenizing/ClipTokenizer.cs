using System.Runtime.InteropServices;

namespace LaionGrid.Diffusion.Tokenizing;

/// <summary>
/// CLIP's tokenizer (Radford and others, 2021): words to bytes to byte pairs to ids. Any text can be tokenized. It always lowers
/// case, whatever tokenizer_config.json says of it: so does the tokenizer that the models were trained with. Immutable.
/// </summary>
internal sealed class ClipTokenizer
{
    /// <summary>Ids in every result.</summary>
    public const int Length = TokenChunks.Length;

    private const string StartToken = "<|startoftext|>";
    private const string EndToken = "<|endoftext|>";

    private readonly BytePairs _pairs;
    private readonly int _start;
    private readonly int _end;
    private readonly int _padding;

    /// <param name="tokenizerFolder">Where in the bundle vocab.json and merges.txt lie.</param>
    /// <exception cref="BundleException">The vocabulary or the merges are missing or broken.</exception>
    public ClipTokenizer(BundleFolder folder, string tokenizerFolder = "tokenizer")
    {
        var vocabularyFile = $"{tokenizerFolder}/vocab.json";
        var vocabulary = folder.ReadJson<Dictionary<string, int>>(vocabularyFile);
        CheckLength(folder, $"{tokenizerFolder}/tokenizer_config.json");
        int IdOf(string token) => vocabulary.TryGetValue(token, out var id) ? id : throw folder.Fault(vocabularyFile, $"has no {token}", "Fetch the model again");
        (_start, _end) = (IdOf(StartToken), IdOf(EndToken));
        _padding = IdOf(PaddingToken.Read(folder, tokenizerFolder) ?? EndToken);
        _pairs = BytePairs.Read(folder, $"{tokenizerFolder}/merges.txt", vocabulary, _end);
    }

    /// <summary>The whole prompt in chunks, with a weight for each token.</summary>
    public TokenChunks Encode(IReadOnlyList<PromptPart> parts)
    {
        var chunks = new TokenChunkWriter(_start, _end, _padding);
        var ids = new List<int>();
        foreach (var part in parts)
        {
            if (part.IsBreak)
                chunks.Break();
            foreach (var word in ClipWords.Split(part.Text))
                chunks.Add(Encode(word, ids), part.Weight);
        }
        return chunks.Finish();
    }

    /// <summary>As much of a plain text as fits into <see cref="Length"/> ids, start and end token among them.</summary>
    public int[] Encode(string text)
    {
        var result = new List<int>(Length) { _start };
        var ids = new List<int>();
        foreach (var word in ClipWords.Split(text))
        {
            if (result.Count < Length)
                result.AddRange(Encode(word, ids));
        }
        CollectionsMarshal.SetCount(result, Math.Min(result.Count, Length - 1));
        result.Add(_end);
        return [.. result, .. Enumerable.Repeat(_padding, Length - result.Count)];
    }

    private static void CheckLength(BundleFolder folder, string file)
    {
        if (folder.Has(file) && folder.ReadJson<TokenizerConfig>(file).ModelMaxLength is < Length and var length)
            throw folder.Fault(file, $"says that the model reads no more than {length} tokens, which must be {Length} or more", "Use a model with a text encoder of CLIP");
    }

    /// <returns>The word's ids, in the given list.</returns>
    private ReadOnlySpan<int> Encode(ReadOnlySpan<char> word, List<int> ids)
    {
        if (word is StartToken or EndToken)
            ids = [word is StartToken ? _start : _end];
        else
            _pairs.Encode(word, ids);
        return CollectionsMarshal.AsSpan(ids);
    }

    private sealed record TokenizerConfig
    {
        /// <summary>Null when it does not say; exporters also write 10^30 for that.</summary>
        public double? ModelMaxLength { get; init; }
    }
}
