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
            var given = result.GetResult(option) is { Implicit: false } || Environment.GetEnvironmentVariable(Setting.VariableOf(option.Name)) is { Length: > 0 };
            var (text, where) = given ? (Setting.Text(result, option), option.Name) : file.Find(rule.Name) ?? (rule.Otherwise, option.Name);
            if (rule.Apply(rules, text) is not { } next)
                return (null, $"{where}: \"{text}\" is not {rule.Expects}.");
            rules = next;
        }
        return ReadDevices(file, rules);
    }

    /// <summary>What the file says of one device stands above what is said of all, wherever that is.</summary>
    private static (OwnerRules? Rules, string? Problem) ReadDevices(RulesFile file, OwnerRules shared)
    {
        var devices = new Dictionary<string, OwnerRules>(StringComparer.Ordinal);
        foreach (var device in file.Devices)
        {
            devices[device] = shared;
            foreach (var rule in OwnerRule.All)
            {
                if (file.Find($"{rule.Name}.{device}") is not var (text, where))
                    continue;
                if (rule.Apply(devices[device], text) is not { } next)
                    return (null, $"{where}: \"{text}\" is not {rule.Expects}.");
                devices[device] = next;
            }
        }
        return (devices.Count == 0 ? shared : shared with { OfDevices = devices }, null);
    }
}
