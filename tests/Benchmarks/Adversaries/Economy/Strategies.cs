namespace LaionGrid.Benchmarks.Adversaries.Economy;

/// <summary>What a cheat could live by: each that the laboratory knows on every job, and those that hide among honest work.</summary>
internal static class Strategies
{
    public const string Garbage = "stale picture";

    /// <summary>Not a cheat.</summary>
    public const string Honest = "honest";

    private const string Spread = "spliced over 8 steps after 1";
    private const string Jump = "spliced after 4 steps";

    /// <param name="cheats">All that the laboratory knows.</param>
    public static IReadOnlyList<Strategy> All(IEnumerable<string> cheats) => [.. cheats.Select(cheat => new Strategy(cheat, cheat)), .. Hidden];

    /// <summary>Uses what is granted to workers whose network fails now and then.</summary>
    public static Strategy Withholding { get; } = new("garbage while withholding it is excused", Garbage, When: view => view is { IsTrusted: true, MayWithhold: true }, Withholds: true);

    public static IReadOnlyList<Strategy> Hidden { get; } =
    [
        new("garbage in 20 % of jobs", Garbage, 0.2),
        new("garbage in 2 % of jobs", Garbage, 0.02),
        new("garbage after 1,000 honest jobs", Garbage, When: view => view.Jobs >= 1000),
        new("garbage whenever trusted", Garbage, When: view => view.IsTrusted),
        new("garbage once proven, then a new name", Garbage, When: view => view.IsProven),
        new("8-bit weights and activations whenever trusted", "8-bit weights and activations", When: view => view.IsTrusted),
        new("8-bit weights and activations after 1,000 honest jobs", "8-bit weights and activations", When: view => view.Jobs >= 1000),
        new("one step of twenty whenever trusted", "one step of twenty extrapolated", When: view => view.IsTrusted),
        new("splice in 20 % of jobs", Jump, 0.2),
        new("splice whenever trusted", Jump, When: view => view.IsTrusted),
        new("spread splice in 20 % of jobs", Spread, 0.2),
        new("spread splice whenever trusted", Spread, When: view => view.IsTrusted),
        new("rough decoder whenever trusted", "rough decoder", When: view => view.IsTrusted),
        new("garbage in 20 % of jobs, withheld when asked", Garbage, 0.2, Withholds: true),
        Withholding,
    ];

    /// <summary>Workers that do nothing wrong: what is excused is excused for them.</summary>
    public static IReadOnlyList<Strategy> BadNetworks { get; } =
        [new("honest, 1 % of trajectories do not come", Honest, 0.01, Withholds: true), new("honest, 3 % do not come", Honest, 0.03, Withholds: true)];
}
