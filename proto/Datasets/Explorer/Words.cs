namespace LaionGrid.Datasets.Explorer;

/// <summary>Takes a text apart into words as the index does, near enough to count: runs of letters and digits, in lower case.</summary>
internal static class Words
{
    private const int Longest = 40; // what is longer is no word but a mishap

    private static readonly HashSet<string> Common = new(
        ("a an and are as at be but by for from has have her his i if in into is it its me my no not of off on or our out over she so some such than that the their them then there these they this to under up us was we were "
        + "what when where which who will with without you your de la le el un une der die das und com www http https s t").Split(' '), StringComparer.Ordinal);

    /// <summary>Words that tell nothing of what a text is about.</summary>
    public static bool IsCommon(string word) => word.Length < 2 || Common.Contains(word);

    /// <summary>Calls for each word in turn. The span is good during the call.</summary>
    public static void ForEach(string text, Action<ReadOnlySpan<char>> each)
    {
        Span<char> word = stackalloc char[Longest];
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            while (i < text.Length && char.IsLetterOrDigit(text[i]))
                i++;
            if (i - start is > 0 and <= Longest)
            {
                text.AsSpan(start, i - start).ToLowerInvariant(word);
                each(word[..(i - start)]);
            }
            if (i == start)
                i++;
        }
    }
}
