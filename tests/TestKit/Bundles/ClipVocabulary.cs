using System.Text.Json.Nodes;

namespace LaionGrid.TestKit.Bundles;

/// <summary>
/// CLIP's byte-level vocabulary (Radford and others, 2021) with a handful of merges: every byte as one character, the same at the end of a word, what
/// the merges make, and the two special tokens last.
/// </summary>
public static class ClipVocabulary
{
    public const string Start = "<|startoftext|>";
    public const string End = "<|endoftext|>";

    private const string EndOfWord = "</w>";
    private const int Bytes = 256;

    private static readonly string[] Merges =
    [
        "t h", "th e</w>", "o f</w>", "i n", "in g</w>", "c a", "ca t</w>", "d o", "do g</w>", "r e", "re d</w>", "b l", "bl u", "blu e</w>", "s t", "e r</w>",
    ];

    /// <summary>Tokens in the vocabulary, and so ids in use when no other size is asked for.</summary>
    public static int Size { get; } = (2 * Bytes) + Merges.Length + 2;

    /// <summary>Writes vocab.json, merges.txt, tokenizer_config.json and special_tokens_map.json.</summary>
    /// <param name="padding">"!" (id 0) or the end token.</param>
    /// <param name="size">Of the text model's table; the special tokens have its last two ids.</param>
    public static void Write(string folder, string padding, int size)
    {
        Directory.CreateDirectory(folder);
        var ids = new JsonObject();
        foreach (var token in Tokens())
            ids[token] = ids.Count;
        (ids[Start], ids[End]) = (size - 2, size - 1);
        JsonFile.Write(Path.Combine(folder, "vocab.json"), ids);
        File.WriteAllText(Path.Combine(folder, "merges.txt"), $"#version: 0.2\n{string.Join('\n', Merges)}\n");
        JsonFile.Write(Path.Combine(folder, "tokenizer_config.json"), new JsonObject
        {
            ["add_prefix_space"] = false,
            ["do_lower_case"] = true,
            ["model_max_length"] = 77,
            ["pad_token"] = padding,
            ["tokenizer_class"] = "CLIPTokenizer",
        });
        JsonFile.Write(Path.Combine(folder, "special_tokens_map.json"), new JsonObject
        {
            ["bos_token"] = Special(Start),
            ["eos_token"] = Special(End),
            ["pad_token"] = padding,
            ["unk_token"] = Special(End),
        });
    }

    private static IEnumerable<string> Tokens()
    {
        var symbols = Symbols();
        return [.. symbols, .. symbols.Select(symbol => symbol + EndOfWord), .. Merges.Select(merge => merge.Replace(" ", "", StringComparison.Ordinal))];
    }

    /// <summary>The printable bytes of Latin-1 as themselves, then the others as the characters from U+0100 on.</summary>
    private static List<string> Symbols()
    {
        var printable = Enumerable.Range(0, Bytes).Where(value => value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE).ToList();
        var others = Enumerable.Range(Bytes, Bytes - printable.Count);
        return [.. printable.Concat(others).Select(value => ((char)value).ToString())];
    }

    private static JsonObject Special(string token) => new()
    {
        ["content"] = token,
        ["lstrip"] = false,
        ["normalized"] = true,
        ["rstrip"] = false,
        ["single_word"] = false,
    };
}
