using System.CommandLine;
using LaionGrid.Worker.Idle;

namespace LaionGrid.Worker;

/// <summary>The owner's rules as options; what is given on the command line stands above the environment, and that above the file.</summary>
internal sealed class RuleOptions
{
    private readonly List<(OwnerRule Rule, Option<string?> Option)> _options =
        [.. OwnerRule.All.Select(rule => (rule, Setting.Of($"--{rule.Name}", "VALUE", $"{rule.Description} Or in {RulesFile.Name}.", rule.Otherwise)))];

    public void AddTo(Command command) => _options.ForEach(one => command.Add(one.Option));

    /// <summary>The rules, or in one line what is wrong with one, and where it stands.</summary>
    public (OwnerRules? Rules, string? Problem) Read(ParseResult result, string folder)
    {
        var (file, problem) = RulesFile.Read(folder);
        if (file is null)
            return (null, problem);
        var rules = new OwnerRules();
        foreach (var (rule, option) in _options)
        {
            var given = result.GetResult(option) is { } found && (!found.Implicit || Environment.GetEnvironmentVariable(Setting.VariableOf(option.Name)) is { Length: > 0 }); // not every command has these options
            var (text, where) = given ? (Setting.Text(result, option), option.Name) : file.Find(rule.Name) ?? (rule.Otherwise, option.Name);
            if (rule.Apply(rules, text) is not { } next)
                return (null, $"{where}: \"{text}\" is not {rule.Expects}.");
            rules = next;
        }
        return (rules, null);
    }
}
