using System.Globalization;
using System.Text;
using LaionGrid.Coordinator.Datasets.Releases.Eligibility;

namespace LaionGrid.Coordinator.Datasets.Releases.Texts;

/// <summary>CHANGES.md: how the release came about, in numbers.</summary>
internal static class ChangesText
{
    public static string Of(ReleaseFacts facts)
    {
        var text = new StringBuilder($"# {facts.Title}: changes\n\n");
        text.Append(CultureInfo.InvariantCulture, $"As of {facts.Date}: {facts.Pictures} {(facts.Pictures == 1 ? "picture" : "pictures")}. {facts.Tombstones} that were released once are gone for good, see `tombstones.parquet`.\n");
        if (facts.Version.Contains("-r", StringComparison.Ordinal))
            text.Append("\nThis revision takes the place of the earlier ones of its month: they held pictures that are gone since.\n");
        text.Append("\n## Left out\n\n| pictures | because |\n| --- | --- |\n");
        foreach (var (why, count) in facts.LeftOut.OrderBy(pair => pair.Key))
            text.Append(CultureInfo.InvariantCulture, $"| {count} | {WordsOf(why)} |\n");
        if (facts.Lost > 0)
            text.Append(CultureInfo.InvariantCulture, $"| {facts.Lost} | their bytes are not there any more |\n");
        return text.ToString();
    }

    /// <summary>Why a picture was left out, to follow "because" or a number of pictures.</summary>
    public static string WordsOf(Ineligible why) => why switch
    {
        Ineligible.Gone => "withdrawn by their people, or taken down",
        Ineligible.NotPublic => "not public",
        Ineligible.NoConsent => "nobody agreed to their release",
        Ineligible.Embargoed => "younger than 72 hours",
        Ineligible.Unverified => "not verified, or rejected",
        Ineligible.Unchecked => "their safety check is not passed",
        Ineligible.Unsafe => "their score says not safe for work",
        Ineligible.Licence => "the licence of their model, or a model that is not here any more",
        Ineligible.NearDuplicate => "like an earlier one of the release",
        Ineligible.AuthorShare => "their author has enough in the release",
        _ => throw new ArgumentOutOfRangeException(nameof(why), why, "A reason without words."),
    };
}
