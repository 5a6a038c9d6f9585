using LaionGrid.Coordinator.Datasets.Releases.Deriving;
using LaionGrid.Datasets.Tables;

namespace LaionGrid.Coordinator.Datasets.Releases.Verifying;

/// <summary>Whether the table of raters counts the answers that are there, and says nothing of how much somebody has answered that these contradict. Nobody who has the files alone can know more of it.</summary>
internal sealed class VerifyRaters(ReleaseReader reader, IReadOnlyDictionary<string, RaterRow> raters)
{
    public IEnumerable<string> Faults()
    {
        var answers = KeysOfAnswers().OfType<string>().CountBy(key => key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        foreach (var (key, rater) in raters)
        {
            var found = answers.GetValueOrDefault(key);
            if (rater.Answers != found)
                yield return $"{RaterTable.Name}: answers of {key} is {rater.Answers}, and there are {found}.";
            if (reader.HasBuckets && !RaterBuckets.IsTenure(rater.TenureBucket))
                yield return $"{RaterTable.Name}: tenure_bucket of {key} is \"{rater.TenureBucket}\", which is no range.";
            if (reader.HasBuckets && !RaterBuckets.Holds(rater.NBucket, found))
                yield return $"{RaterTable.Name}: n_bucket of {key} is \"{rater.NBucket}\", and {found} answers of theirs are in the release.";
        }
    }

    /// <summary>Of whoever gave each answer; an answer has several rows in some tables, one after another.</summary>
    private IEnumerable<string?> KeysOfAnswers() => reader.Ratings().Select(row => row.RaterKey).Concat(reader.Words().Where(row => row.TokenIndex == 0).Select(row => row.RaterKey))
        .Concat(reader.Captions().Select(row => row.RaterKey)).Concat(reader.Votes().Select(row => row.RaterKey)).Concat(reader.Flags().Select(row => row.RaterKey)).Concat(reader.Tags().Select(row => row.RaterKey))
        .Concat(Firsts(reader.Comparisons()).Select(row => row.RaterKey));

    private static IEnumerable<ComparisonRow> Firsts(IEnumerable<ComparisonRow> rows)
    {
        var last = "";
        foreach (var row in rows)
        {
            if (row.AnnotationUid != last)
                yield return row;
            last = row.AnnotationUid;
        }
    }
}
