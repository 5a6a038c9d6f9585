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
        var (rules, inForce) = (new OwnerRules(), new List<RuleInForce>());
        foreach (var (rule, option) in _options)
        {
            var given = result.GetResult(option) is { Implicit: false } || Environment.GetEnvironmentVariable(Setting.VariableOf(option.Name)) is { Length: > 0 };
            var (text, where) = given ? (Setting.Text(result, option), option.Name) : file.Find(rule.Name) ?? (rule.Otherwise, option.Name);
            if (rule.Apply(rules, text) is not { } next)
                return (null, $"{where}: \"{text}\" is not {rule.Expects}.");
            rules = next;
            inForce.Add(new(rule.Name, text, SourceOf(result, option, file.Find(rule.Name)?.Where)));
        }
        return (rules with { InForce = inForce }, null);
    }

    private static string SourceOf(ParseResult result, Option<string?> option, string? line) => result.GetResult(option) is { Implicit: false } ? option.Name
        : Environment.GetEnvironmentVariable(Setting.VariableOf(option.Name)) is { Length: > 0 } ? Setting.VariableOf(option.Name)
        : line ?? RuleInForce.Default;
}
