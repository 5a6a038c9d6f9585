namespace LaionGrid.Coordinator.Annotation.Serving;

/// <summary>
/// In which script a text is written, and whether somebody who says their languages reads it. A script can be told for certain from the letters; a language cannot from a few words, and Latin letters are shared by too many. So a
/// text in another script is kept from whoever says only languages that are not written in it, and everything else is asked of everybody. Ranges are blocks of the Unicode standard. Pure.
/// </summary>
internal static class PromptScript
{
    private static readonly (string Name, string Languages, (char First, char Last)[] Blocks)[] Scripts =
    [
        ("Greek", "el", [('\u0370', '\u03ff'), ('\u1f00', '\u1fff')]),
        ("Cyrillic", "ru uk be bg sr mk kk ky mn tg", [('\u0400', '\u052f'), ('\u1c80', '\u1c8f'), ('\u2de0', '\u2dff'), ('\ua640', '\ua69f')]),
        ("Armenian", "hy", [('\u0530', '\u058f')]),
        ("Hebrew", "he iw yi", [('\u0590', '\u05ff'), ('\ufb1d', '\ufb4f')]),
        ("Arabic", "ar fa ur ps ckb ug sd", [('\u0600', '\u06ff'), ('\u0750', '\u077f'), ('\u08a0', '\u08ff'), ('\ufb50', '\ufdff'), ('\ufe70', '\ufeff')]),
        ("Devanagari", "hi mr ne sa", [('\u0900', '\u097f')]),
        ("Bengali", "bn as", [('\u0980', '\u09ff')]),
        ("Tamil", "ta", [('\u0b80', '\u0bff')]),
        ("Thai", "th", [('\u0e00', '\u0e7f')]),
        ("Georgian", "ka", [('\u10a0', '\u10ff'), ('\u2d00', '\u2d2f')]),
        ("Hangul", "ko", [('\u1100', '\u11ff'), ('\u3130', '\u318f'), ('\uac00', '\ud7af')]),
        ("Kana", "ja", [('\u3040', '\u30ff')]),
        ("Han", "zh ja yue", [('\u3400', '\u9fff'), ('\uf900', '\ufaff')]),
    ];

    /// <summary>Whether this may be asked of somebody who says these languages.</summary>
    /// <param name="languages">As language tags (BCP 47), of which the first part counts; nothing said reads everything.</param>
    public static bool Reads(IReadOnlyCollection<string> languages, string text) =>
        languages.Count == 0 || Of(text) is not { } script || languages.Any(language => script.Languages.Split(' ').Contains(Primary(language), StringComparer.Ordinal));

    /// <summary>The script of most of a text's letters, by name; null for Latin, for mixtures, and for scripts that are not known here. Japanese is told by its Kana, however few beside the Han.</summary>
    public static string? NameOf(string text) => Of(text)?.Name;

    private static (string Name, string Languages)? Of(string text)
    {
        var letters = text.Count(letter => char.IsLetter(letter) || letter > '\u007f' && ScriptOf(letter) is not null);
        var counted = text.Select(ScriptOf).OfType<int>().CountBy(script => script).ToDictionary();
        var han = Array.FindIndex(Scripts, script => script.Name == "Han");
        var kana = Array.FindIndex(Scripts, script => script.Name == "Kana");
        if (counted.ContainsKey(kana) && counted.Remove(han, out var beside))
            counted[kana] += beside;
        foreach (var (script, count) in counted)
            if (2 * count > letters)
                return (Scripts[script].Name, Scripts[script].Languages);
        return null;
    }

    private static int? ScriptOf(char letter)
    {
        if (letter < '\u0370')
            return null;
        var at = Array.FindIndex(Scripts, script => script.Blocks.Any(block => letter >= block.First && letter <= block.Last));
        return at < 0 ? null : at;
    }

    private static string Primary(string language) => language.Split('-', '_')[0].ToLowerInvariant();
}
