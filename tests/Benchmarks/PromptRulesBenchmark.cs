using BenchmarkDotNet.Attributes;
using LaionGrid.Coordinator.Moderation.Prompts;

namespace LaionGrid.Benchmarks;

/// <summary>What does it cost to judge a prompt of 1,000 characters, in plain letters, in full-width ones, and spelt letter by letter?</summary>
[MemoryDiagnoser]
public class PromptRulesBenchmark
{
    private const int Characters = 1_000;
    private const string Said = "a little boat on the evening sea, oil on canvas, (golden light:1.2), 35 mm, f/1.8, seed 1234567890, highly detailed, by nobody in particular, ";

    private static readonly PromptRules Rules = CurrentPromptRules.BuiltIn();

    private static readonly string Plain = string.Concat(Enumerable.Repeat(Said, 10))[..Characters];

    private readonly Dictionary<string, string> _prompts = new()
    {
        ["plain"] = Plain,
        ["full width"] = string.Concat(Plain.Select(letter => letter is > ' ' and <= '~' ? (char)(letter - '!' + '！') : letter)),
        ["spelt"] = string.Join(' ', Plain.Where(char.IsLetter).Concat(Plain.Where(char.IsLetter)))[..Characters],
    };

    [Params("plain", "full width", "spelt")]
    public string Prompt { get; set; } = "";

    [Benchmark]
    public bool Judge() => Rules.Judge(_prompts[Prompt], "") is null;
}
