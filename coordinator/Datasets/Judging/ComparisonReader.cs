using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Preference = LaionGrid.Coordinator.Datasets.Quality.Preference;

namespace LaionGrid.Coordinator.Datasets.Judging;

/// <summary>Two pictures that were compared, in the order of their ids, and which is better.</summary>
internal readonly record struct ComparedPair(JobId Lesser, JobId Greater, Preference Preference);

/// <summary>Reads comparisons out of answers. Pure.</summary>
internal static class ComparisonReader
{
    /// <summary>None when it compares no two pictures. Both bad is a tie: it says nothing of which is better. The best of a set is better than each of the others, of which nothing is said.</summary>
    public static IEnumerable<ComparedPair> ReadAll(GivenAnswer answer) => answer.Value switch
    {
        CompareAnswer => Read(answer) is { } pair ? [pair] : [],
        BestOfAnswer set when Ids.Read<JobId>(set.Best) is { } best => set.Set.Select(Ids.Read<JobId>).OfType<JobId>().Where(other => other != best).Select(other => Pair(best, other, Preference.Left)),
        _ => [],
    };

    /// <summary>Of an answer that compares just two; null for any other.</summary>
    public static ComparedPair? Read(GivenAnswer answer)
    {
        if (answer is not { Value: CompareAnswer compare, OtherJobId: { } other } || other == answer.JobId)
            return null;
        return Pair(answer.JobId, other, compare.Choice switch
        {
            Annotation.Answers.Preference.First => Preference.Left,
            Annotation.Answers.Preference.Second => Preference.Right,
            _ => Preference.Tie,
        });
    }

    private static ComparedPair Pair(JobId left, JobId right, Preference preference) => left.Value.CompareTo(right.Value) < 0
        ? new(left, right, preference)
        : new(right, left, preference switch { Preference.Left => Preference.Right, Preference.Right => Preference.Left, _ => Preference.Tie });
}
