using LaionGrid.Web.Coordinator.Boards;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Contributors;

/// <summary>What is said of a contributor, as sentences that are always true.</summary>
internal static class ContributorSentences
{
    private const int LeastForPercentile = 20;

    /// <summary>Such as "northern-lark made 1,204 pictures in 31 h of rendering; 1,150 were verified."</summary>
    public static string Totals(string name, ContributorPageView page)
    {
        var verified = page.Standing?.Pictures ?? 0;
        if (page.Rendered == 0)
            return verified == 0 ? $"{name} has made no picture yet." : $"{Units.Counted(verified, "picture", "pictures")} of {name} {Were(verified)} verified.";
        return $"{name} made {Units.Counted(page.Rendered, "picture", "pictures")} in {Hours(page.RenderTime)} of rendering; {(verified == 0 ? "none was verified yet" : $"{Units.Count(verified)} {Were(verified)} verified")}.";
    }

    /// <summary>Such as "Number 12 of 1,204 contributors, among the first 1 %."</summary>
    public static string Rank(ContributorPageView page)
    {
        if (page.Standing is not { CreditMflop: > 0 } standing)
            return page.Standing is { ProvisionalMflop: > 0 } ? "Work waits for a later audit; it ranks when that has passed." : "Nothing of it is verified yet.";
        var place = $"Number {Units.Count(standing.Rank)} of {Units.Counted(page.People, "contributor", "contributors")}";
        var percent = (100L * standing.Rank + page.People - 1) / Math.Max(page.People, 1);
        return page.People >= LeastForPercentile && percent <= 50 ? $"{place}, among the first {percent} %." : $"{place}.";
    }

    /// <summary>How a machine compares; nothing while that is not known.</summary>
    public static string Speed(int? percent) => percent switch
    {
        null => "",
        > 102 => $"{percent - 100} % faster",
        < 98 => $"{100 - percent} % slower",
        _ => "as fast",
    };

    /// <summary>In hours from an hour and a half on.</summary>
    public static string Hours(TimeSpan time) => time < TimeSpan.FromMinutes(90) ? Units.Duration(time) : $"{Units.Count((long)Math.Round(time.TotalHours))} h";

    private static string Were(long number) => number == 1 ? "was" : "were";
}
