using System.Globalization;

namespace LaionGrid.Worker.Idle;

/// <summary>One rule as an owner writes it: an option, an environment variable, or a line of worker.conf.</summary>
/// <param name="Expects">What a value looks like.</param>
/// <param name="Otherwise">Its default.</param>
/// <param name="Apply">The rules with it; null when the value is none.</param>
internal sealed record OwnerRule(string Name, string Description, string Expects, string Otherwise, Func<OwnerRules, string, OwnerRules?> Apply)
{
    private const string YesOrNo = "yes or no";
    private const string Amount = "a whole number, 0 for no limit";

    /// <summary>All there are.</summary>
    public static IReadOnlyList<OwnerRule> All { get; } =
    [
        new("always", "No other rule holds, only what you say by hand.", YesOrNo, "no", (rules, text) => Setting.YesOrNo(text) is { } on ? rules with { Always = on } : null),
        new("idle-after", "With somebody logged in at a screen: how long nobody touched the machine. 0: also while it is in use.", "a time such as 90s, 5m or 2h, or 0", "5m",
            (rules, text) => DurationText.Parse(text) is { } idle ? rules with { IdleAfter = idle } : null),
        new("schedule", "Hours of the week.", "always, or hours such as \"mon-fri 22:00-7:00, sat-sun 0:00-24:00\" or \"daily 1:00-6:00\"", "always",
            (rules, text) => Schedule.Parse(text) is { } schedule ? rules with { Schedule = schedule } : null),
        new("during-games", "Also while a program fills the screen, keeps it lit, or uses the card.", YesOrNo, "no", (rules, text) => Setting.YesOrNo(text) is { } on ? rules with { DuringGames = on } : null),
        new("on-battery", "Also without mains.", YesOrNo, "no", (rules, text) => Setting.YesOrNo(text) is { } on ? rules with { OnBattery = on } : null),
        new("on-metered", "Also over a network that is paid by what it carries.", YesOrNo, "no", (rules, text) => Setting.YesOrNo(text) is { } on ? rules with { OnMetered = on } : null),
        new("max-temperature", "Degrees Celsius of the hottest chip; above them it pauses until it is 10 cooler.", Amount, "85", (rules, text) => Number(text) is { } celsius ? rules with { MaxCelsius = celsius } : null),
        new("max-power", "Watts that the card takes; above them it pauses.", Amount, "0", (rules, text) => Number(text) is { } watts ? rules with { MaxWatts = watts } : null),
        new("min-free-disk", "MiB that stay free where the data folder lies.", Amount, "1024", (rules, text) => Number(text) is { } miB ? rules with { LeastDiskMiB = miB } : null),
        new("min-free-memory", "MiB of memory that stay free.", Amount, "512", (rules, text) => Number(text) is { } miB ? rules with { LeastMemoryMiB = miB } : null),
    ];

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
