using System.Globalization;
using LaionGrid.Coordinator.Annotation.Answers;

namespace LaionGrid.Coordinator.Annotation.Serving;

/// <summary>
/// Makes tasks whose right answer is known because of how they are made: a prompt in which a word was exchanged, or a pair of which only one picture was made from the prompt. Pure. There is none for
/// points and flags, as nothing here can break a picture on purpose.
/// </summary>
internal static class GoldPolicy
{
    private const int LeastLetters = 4; // shorter words rarely say what is to be seen

    /// <param name="candidate">What would be asked otherwise.</param>
    /// <param name="others">Pictures of other people's prompts, in the order in which they are tried.</param>
    /// <returns>Null when none can be made of these.</returns>
    public static Candidate? Of(Candidate candidate, PoolPicture picture, IEnumerable<PoolPicture> others, double chance) => candidate.Kind switch
    {
        TaskKind.Match => Exchange(candidate, others, chance),
        TaskKind.Compare => Pair(candidate, picture, others, chance),
        _ => null,
    };

    /// <summary>Whether the answer is the known one. Only of gold.</summary>
    public static bool Passed(string gold, TaskAnswer answer) => answer switch
    {
        MatchAnswer match => int.TryParse(gold, CultureInfo.InvariantCulture, out var place) && match.Missing.Concat(match.Wrong).Contains(place),
        CompareAnswer compare => compare.Choice.ToString() == gold,
        _ => false,
    };

    private static Candidate? Exchange(Candidate candidate, IEnumerable<PoolPicture> others, double chance)
    {
        var words = candidate.Shown.Words;
        var places = Enumerable.Range(0, words.Count).Where(place => IsTelling(words[place])).ToList();
        var known = words.Select(Normal).ToHashSet(StringComparer.Ordinal);
        var strange = others.SelectMany(other => PromptWords.Of(other.Prompt)).FirstOrDefault(word => IsTelling(word) && !known.Contains(Normal(word)));
        if (places.Count == 0 || strange is null)
            return null;
        var place = places[(int)(chance * places.Count) % places.Count];
        return candidate with { Shown = candidate.Shown with { Words = [.. words.Select((word, at) => at == place ? strange : word)] }, Gold = place.ToString(CultureInfo.InvariantCulture) };
    }

    /// <summary>Of prompts that share no telling word: else the other picture might fit as well.</summary>
    private static Candidate? Pair(Candidate candidate, PoolPicture picture, IEnumerable<PoolPicture> others, double chance)
    {
        var telling = Telling(picture);
        if (telling.Count == 0 || others.FirstOrDefault(other => Telling(other) is { Count: > 0 } words && !words.Overlaps(telling)) is not { } stranger)
            return null;
        var (first, second, gold) = chance < 0.5 ? (picture.Id, stranger.Id, Preference.First) : (stranger.Id, picture.Id, Preference.Second);
        return candidate with { JobId = first, OtherJobId = second, Shown = new() { Prompt = picture.Prompt }, Key = ItemKey.OfPair(first, second), Gold = gold.ToString() };
    }

    private static HashSet<string> Telling(PoolPicture picture) => PromptWords.Of(picture.Prompt).Where(IsTelling).Select(Normal).ToHashSet(StringComparer.Ordinal);

    private static bool IsTelling(string word) => word.Length >= LeastLetters && word.All(char.IsLetter);

    private static string Normal(string word) => word.ToLowerInvariant();
}
