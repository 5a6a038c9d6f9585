using LaionGrid.Web.Coordinator.Boards;

namespace LaionGrid.Web.Contributors;

/// <summary>Badges in words: what each is called, and what it is for.</summary>
internal static class Badges
{
    public static BadgeText Of(Badge badge) => badge switch
    {
        Badge.TopHundredth => new("1 %", "Top 1 %", "Among the first hundredth of the last 30 days."),
        Badge.TopTwentieth => new("5 %", "Top 5 %", "Among the first twentieth of the last 30 days."),
        Badge.TopQuarter => new("25 %", "Top 25 %", "Among the first quarter of the last 30 days."),
        Badge.FirstPicture => new("1", "First picture", "A picture was verified."),
        Badge.HundredPictures => new("100", "A hundred", "A hundred pictures were verified."),
        Badge.ThousandPictures => new("1k", "A thousand", "A thousand pictures were verified."),
        Badge.StepByStep => new("", "Step by step", "A picture was gone through step by step, and was right."),
        Badge.NightShift => new("8 h", "Night shift", "Pictures in each of eight hours in a row, within the last 30 days."),
        Badge.OneYear => new("1 y", "One year", "The first picture is a year old, and there are new ones."),
        _ => throw new InvalidOperationException($"No words for {badge}."),
    };
}

/// <param name="Mark">What stands in its middle; empty for a tick.</param>
/// <param name="Reason">What it is for, in a sentence.</param>
internal sealed record BadgeText(string Mark, string Title, string Reason);
