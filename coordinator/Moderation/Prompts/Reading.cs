using System.Text;

namespace LaionGrid.Coordinator.Moderation.Prompts;

/// <summary>
/// Folded text as words with one space behind each. Letters that were written apart ("n u d e", "n.u.d.e") are words together, too: each
/// run of theirs, for nobody can tell where such a word begins.
/// </summary>
internal static class Reading
{
    private const int MinSpelt = 3;
    private const int MaxSpelt = 10;

    /// <summary>As it stands: words are runs of letters, and numbers are words of their own.</summary>
    public static string Plain(string folded)
    {
        var words = new Writer(folded.Length);
        for (var index = 0; index < folded.Length; index++)
        {
            var letter = folded[index];
            if (index > 0 && char.IsAsciiDigit(letter) != char.IsAsciiDigit(folded[index - 1]))
                words.End();
            if (IsWord(letter))
                words.Add(letter);
            else
                words.End();
        }
        return words.Finish();
    }

    /// <summary>
    /// As one who writes to be misread means it: digits and signs in a word are the letters they look like, signs between letters are nothing, and a
    /// letter drawn out is one. L and I cannot be told apart there, so both are I.
    /// </summary>
    public static string Loose(string folded)
    {
        var words = new Writer(folded.Length);
        for (var start = 0; start < folded.Length; start++)
        {
            var space = start;
            while (space < folded.Length && !char.IsWhiteSpace(folded[space]))
                space++;
            AddLoose(words, WithoutClosing(folded.AsSpan(start, space - start)));
            words.End();
            start = space;
        }
        return words.Finish();
    }

    /// <summary>Without the signs that close a sentence.</summary>
    private static ReadOnlySpan<char> WithoutClosing(ReadOnlySpan<char> word)
    {
        while (word.Length > 0 && !IsWord(word[^1]) && word[^1] is not ('$' or '@'))
            word = word[..^1];
        return word;
    }

    private static void AddLoose(Writer words, ReadOnlySpan<char> word)
    {
        var isNumber = word.IndexOfAnyExceptInRange('0', '9') < 0;
        for (var index = 0; index < word.Length; index++)
        {
            var letter = isNumber ? word[index] : Meant(word[index]);
            var isDrawnOut = index + 2 < word.Length && word[index + 1] == word[index] && word[index + 2] == word[index];
            while (isDrawnOut && index + 1 < word.Length && word[index + 1] == word[index])
                index++;
            if (IsWord(letter))
                words.Add(letter);
        }
    }

    private static char Meant(char letter) => letter switch
    {
        '0' => 'o',
        '1' or 'l' or '!' or '|' => 'i',
        '3' or '€' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '6' or '9' => 'g',
        '7' or '+' => 't',
        '8' => 'b',
        _ => letter,
    };

    private static bool IsWord(char letter) => char.IsLetterOrDigit(letter) || char.IsSurrogate(letter);

    private sealed class Writer(int capacity)
    {
        private readonly StringBuilder _text = new(capacity + 16);
        private readonly StringBuilder _spelt = new();
        private readonly StringBuilder _runs = new(); // behind all words, so that phrases stay together
        private int _start;

        public void Add(char letter) => _text.Append(letter);

        public void End()
        {
            var length = _text.Length - _start;
            if (length == 0)
                return;
            if (length == 1)
                _spelt.Append(_text[_start]);
            _text.Append(' ');
            if (length > 1)
                Spell();
            _start = _text.Length;
        }

        public string Finish()
        {
            End();
            Spell();
            return _text.Append(_runs).ToString();
        }

        private void Spell()
        {
            for (var start = 0; start + MinSpelt <= _spelt.Length; start++)
            {
                for (var length = MinSpelt; length <= Math.Min(MaxSpelt, _spelt.Length - start); length++)
                    _runs.Append(_spelt, start, length).Append(' ');
            }
            _spelt.Clear();
        }
    }
}
