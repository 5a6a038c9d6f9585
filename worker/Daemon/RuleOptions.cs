using System.CommandLine;
using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Settings;

namespace LaionGrid.Worker;

/// <summary>The owner's rules as settings.</summary>
internal sealed class RuleOptions
{
    private readonly List<(OwnerRule Rule, Option<string?> Option)> _options =
        [.. OwnerRule.All.Select(rule => (rule, Setting.Of($"--{rule.Name}", "VALUE", rule.Description, rule.Otherwise)))];

    public IEnumerable<Option> All => _options.Select(one => one.Option);

    /// <param name="rule">Its name.</param>
    public Option<string?> this[string rule] => _options.Single(one => one.Rule.Name == rule).Option;

    /// <summary>The rules; what is wrong with one, the settings then know.</summary>
    public OwnerRules Read(GivenSettings given)
    {
        var rules = new OwnerRules();
        foreach (var (rule, option) in _options)
        {
            var (text, where) = given.Of(option);
            if (rule.Apply(rules, text) is { } next)
                rules = next;
            else
                given.Refuse($"{where}: \"{text}\" is not {rule.Expects}.");
        }
        return rules;
    }
}
