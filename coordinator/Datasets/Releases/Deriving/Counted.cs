using LaionGrid.Coordinator.Datasets.Quality;
using LaionGrid.Datasets.Tables;

namespace LaionGrid.Coordinator.Datasets.Releases.Deriving;

/// <summary>Which rows of a release's tables of answers are in its aggregates. Their task's version is looked at elsewhere. Pure.</summary>
internal static class Counted
{
    public const string Compare = "compare";
    public const string BestOf = "best_of";

    /// <summary>Whether it says something of the picture: no second answer, and none of whoever asked for it.</summary>
    public static bool IsOfPicture(AnswerRow row) => !row.IsAuthor && !row.IsRepeat;

    /// <summary>Likewise; which of their own is best its author says as well as anybody.</summary>
    public static bool IsOfPicture(ComparisonRow row) => !row.IsRepeat && (!row.IsAuthor || row.Task == BestOf);

    public static bool IsCounted(ComparisonRow row) => IsOfPicture(row) && ReliabilityPolicy.IsAggregated(row.Weight);
}
