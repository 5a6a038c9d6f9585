using LaionGrid.Coordinator.Annotation.Answers;

namespace LaionGrid.Coordinator.Annotation.Serving;

/// <summary>What could be asked of a kind, whoever is asked. Pure.</summary>
internal static class Candidates
{
    /// <summary>Pictures of one prompt are paired all with all up to so many, and beyond with their neighbours: pairs grow with the square.</summary>
    private const int MaxPaired = 8;

    public static IEnumerable<Candidate> Of(TaskKind kind, Pool pool) => kind switch
    {
        TaskKind.Compare => pool.Pictures.GroupBy(picture => Normal(picture.Prompt), StringComparer.Ordinal).SelectMany(Pairs),
        TaskKind.CaptionVote => pool.Captions.Select(caption => new Candidate(kind, caption.JobId, null, new() { Caption = caption.Text, CaptionId = caption.Id.ToString() }, ItemKey.Of(caption.Id))),
        TaskKind.BestOf => [], // one's own alone
        _ => pool.Pictures.Select(picture => new Candidate(kind, picture.Id, null, ShownOf(kind, picture), ItemKey.Of(kind, picture.Id))).Where(one => kind != TaskKind.Match || one.Shown.Words.Count > 0),
    };

    public static ShownTask ShownOf(TaskKind kind, PoolPicture picture) => kind switch
    {
        TaskKind.Match => new() { Words = PromptWords.Of(picture.Prompt) },
        TaskKind.Caption => new() { Caption = picture.Prompt.Length > CaptionAnswer.MaxLength ? picture.Prompt[..CaptionAnswer.MaxLength] : picture.Prompt },
        TaskKind.Compare => new() { Prompt = picture.Prompt },
        _ => new(), // neither prompt nor model colours the judgement
    };

    /// <summary>The same words are the same prompt, however they are set.</summary>
    public static string Normal(string prompt) => string.Join(' ', prompt.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<Candidate> Pairs(IGrouping<string, PoolPicture> prompt)
    {
        var pictures = prompt.ToList();
        for (var one = 0; one < pictures.Count; one++)
        {
            for (var other = one + 1; other < Math.Min(pictures.Count, one + MaxPaired); other++)
                yield return new(TaskKind.Compare, pictures[one].Id, pictures[other].Id, ShownOf(TaskKind.Compare, pictures[one]), ItemKey.OfPair(pictures[one].Id, pictures[other].Id));
        }
    }
}
