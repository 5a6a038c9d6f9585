using System.Globalization;
using System.Text.RegularExpressions;

namespace LaionGrid.Coordinator.Moderation.Prompts;

/// <summary>The rules' file cannot be used; the message names each line at fault and what to do.</summary>
internal sealed class PromptRulesException(string message) : Exception(message);

/// <summary>
/// Reads the rules' file: "list NAME" and lines of words below it, "family NAME" and below it "says", "change", "when" and "innocent". A '#' begins a
/// remark. All faults are told at once.
/// </summary>
internal sealed partial class ReadPromptRules
{
    private const int MaxLists = 64;
    private const int MaxChars = 1_000_000;
    private const string InNegative = "negative:";

    private readonly List<string> _lists = [.. PromptRules.BuiltInLists];
    private readonly List<(WordPattern Pattern, int List)> _words = [];
    private readonly List<Draft> _families = [];
    private readonly List<string> _faults = [];
    private int _line;
    private int? _list;
    private Draft? _family;

    private ReadPromptRules()
    {
    }

    /// <param name="name">What faults call the file.</param>
    /// <exception cref="PromptRulesException">Nothing of it is used.</exception>
    public static PromptRules Read(string name, string text)
    {
        var reader = new ReadPromptRules();
        if (text.Length > MaxChars)
            throw new PromptRulesException($"{name} has more than {MaxChars} characters. Shorten its lists.");
        foreach (var line in text.Split('\n'))
            reader.ReadLine(line);
        var families = reader._families.ConvertAll(reader.Finish);
        if (reader._families.Count == 0 && reader._faults.Count == 0)
            reader._faults.Add("there is no family in it. Write at least one, such as \"family personal\".");
        return reader._faults.Count == 0
            ? new(Wordbook.Of(reader._words), families)
            : throw new PromptRulesException($"{name} cannot be used: {string.Join(' ', reader._faults)}");
    }

    private void ReadLine(string raw)
    {
        _line++;
        var line = raw.Split('#')[0].Trim();
        if (line.Length == 0)
            return;
        var (word, rest) = line.Split([' ', '\t'], 2, StringSplitOptions.TrimEntries) is [var first, var more] ? (first, more) : (line, "");
        if (word is "list" or "family")
            Begin(word, rest);
        else if (_family is { } family)
            Add(family, word, rest);
        else if (_list is { } list)
            AddWords(list, line);
        else
            Fault($"\"{line}\" stands under no list and no family. Begin with \"list NAME\" or \"family NAME\".");
    }

    private void Begin(string word, string name)
    {
        (_list, _family) = (null, null);
        var known = word == "list" ? _lists : _families.ConvertAll(family => family.Name);
        if (!Name().IsMatch(name))
            Fault($"\"{name}\" is no name. Use up to 40 lower-case letters, digits, '-' and '_', with a letter first.");
        else if (known.Contains(name))
            Fault($"there is a {word} \"{name}\" already. Put both together, or choose another name.");
        else if (word == "family")
            _families.Add(_family = new Draft(_line, name));
        else if (_lists.Count == MaxLists)
            Fault($"there are more than {MaxLists - PromptRules.BuiltInLists.Count} lists. Put some together.");
        else
        {
            _list = _lists.Count;
            _lists.Add(name);
        }
    }

    private void AddWords(int list, string line)
    {
        foreach (var text in line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var below = Below().Match(text);
            var pattern = new WordPattern(
                (below.Success ? below.Groups[2].Value : text).TrimEnd('*'), text.EndsWith('*'), below.Success ? int.Parse(below.Groups[1].Value, CultureInfo.InvariantCulture) : null);
            if (Reading.Plain(Folding.Of(pattern.Text)).Length < (pattern.IsOpen ? 4 : 3)) // with the space behind
                Fault($"\"{text}\" is too short to look for. Write at least two letters, three before a '*'.");
            else
                _words.Add((pattern, list));
        }
    }

    private void Add(Draft family, string word, string rest)
    {
        switch (word)
        {
            case "says" when rest.Length > 0:
                family.Says = rest;
                break;
            case "change" when rest.Length > 0:
                family.Change = rest;
                break;
            case "when" when rest.Length > 0:
                family.When.Add((_line, rest));
                break;
            case "innocent" when rest.Length == 0:
                family.IsInnocent = true;
                break;
            default:
                Fault($"\"{word}\" means nothing under a family. Write \"says SENTENCE\", \"change SENTENCE\", \"when LIST and LIST\" or \"innocent\".");
                break;
        }
    }

    /// <summary>Lists may stand behind the families that name them, so contexts are read last.</summary>
    private PromptFamily Finish(Draft draft)
    {
        _line = draft.Line;
        if (draft.Says.Length == 0 || draft.Change.Length == 0 || draft.When.Count == 0)
            Fault($"the family \"{draft.Name}\" lacks a line. It needs \"says\", \"change\" and at least one \"when\".");
        return new(draft.Name, draft.Says, draft.Change, draft.IsInnocent, draft.When.ConvertAll(ReadContext));
    }

    private PromptContext ReadContext((int Line, string Text) when)
    {
        _line = when.Line;
        var context = new PromptContext();
        foreach (var term in when.Text.Split(" and ", StringSplitOptions.TrimEntries))
        {
            var isNegative = term.StartsWith(InNegative, StringComparison.Ordinal);
            var name = isNegative ? term[InNegative.Length..] : term;
            var list = _lists.IndexOf(name);
            if (list < 0)
                Fault($"there is no list \"{name}\". Write its name as behind \"list\", or add that list.");
            else
                context = isNegative ? context with { Negative = context.Negative | (1UL << list) } : context with { Prompt = context.Prompt | (1UL << list) };
        }
        return context;
    }

    private void Fault(string what) => _faults.Add($"Line {_line}: {what}");

    [GeneratedRegex(@"^[a-z][a-z0-9_-]{0,39}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^<([0-9]{1,3})\s+(\S.*)\z")]
    private static partial Regex Below();

    private sealed class Draft(int line, string name)
    {
        public int Line => line;

        public string Name => name;

        public string Says { get; set; } = "";

        public string Change { get; set; } = "";

        public bool IsInnocent { get; set; }

        public List<(int Line, string Text)> When { get; } = [];
    }
}
