using System.Text;

namespace LaionGrid.Diffusion.Tokenizing;

/// <summary>
/// CLIP's tokenizer (Radford and others, 2021): words to bytes to byte pairs to ids, between a start and an end token, cut or
/// padded to the length that the text encoder was trained with. Any text can be tokenized.
/// </summary>
internal sealed class ClipTokenizer
{
    /// <summary>Ids in every result.</summary>
    public const int Length = 77;

    private const string VocabularyFile = "tokenizer/vocab.json";
    private const string StartToken = "<|startoftext|>";
    private const string EndToken = "<|endoftext|>";

    private readonly BytePairs _pairs;
    private readonly Dictionary<string, int> _vocabulary;
    private readonly int _start;
    private readonly int _end;
    private readonly int _padding;

    /// <exception cref="BundleException">The vocabulary or the merges are missing or broken.</exception>
    public ClipTokenizer(BundleFolder folder)
    {
        _vocabulary = folder.ReadJson<Dictionary<string, int>>(VocabularyFile);
        _pairs = BytePairs.Read(folder);
        (_start, _end) = (IdOf(StartToken, folder), IdOf(EndToken, folder));
        _padding = IdOf(PaddingToken.Read(folder) ?? EndToken, folder);
    }

    public int[] Encode(string text)
    {
        var ids = new List<int>(Length) { _start };
        foreach (var word in ClipWords.Split(text))
        {
            if (word is StartToken or EndToken)
                ids.Add(_vocabulary[word]);
            else
                ids.AddRange(_pairs.Merge(Encoding.UTF8.GetBytes(word)).Select(piece => _vocabulary.GetValueOrDefault(piece, _end)));
        }
        if (ids.Count >= Length)
            ids.RemoveRange(Length - 1, ids.Count - (Length - 1));
        ids.Add(_end);
        ids.AddRange(Enumerable.Repeat(_padding, Length - ids.Count));
        return [.. ids];
    }

    private int IdOf(string token, BundleFolder folder) => _vocabulary.TryGetValue(token, out var id)
        ? id
        : throw folder.Fault(VocabularyFile, $"has no {token}", "Fetch the model again");
}
