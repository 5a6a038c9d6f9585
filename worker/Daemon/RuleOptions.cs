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

    public IReadOnlyCollection<string> Names => [.. _options.Select(one => one.Rule.Name)];

    /// <summary>The rules; what is wrong with one, the settings then know.</summary>
    public OwnerRules Read(GivenSettings given)
    {
        var inForce = new List<RuleInForce>();
        var shared = Read(given, new(), option => given.Of(option), inForce) with { InForce = inForce };
        var devices = given.Devices.ToDictionary(device => device, device => Read(given, shared, option => given.OfDevice(option, device), inForce, $".{device}"));
        return devices.Count == 0 ? shared : shared with { OfDevices = devices };
    }

    /// <param name="ending">Of the names that it adds to those in force.</param>
    private OwnerRules Read(GivenSettings given, OwnerRules otherwise, Func<Option<string?>, Given?> find, List<RuleInForce> inForce, string ending = "")
    {
        var rules = otherwise;
        foreach (var (rule, option) in _options)
        {
            if (find(option) is not var (text, where))
                continue;
            if (rule.Apply(rules, text) is { } next)
                rules = next;
            else
                given.Refuse($"{where}: \"{text}\" is not {rule.Expects}.");
            inForce.Add(new($"{rule.Name}{ending}", text, given.IsDefault(option) && ending.Length == 0 ? RuleInForce.Default : where));
        }
        return rules;
    }
}
