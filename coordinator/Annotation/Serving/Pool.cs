using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Annotation.Serving;

/// <summary>What may be asked about now, as of some seconds ago.</summary>
/// <param name="Pictures">Newest first.</param>
/// <param name="Tallies">Of items that were answered at all.</param>
internal sealed record Pool(IReadOnlyList<PoolPicture> Pictures, IReadOnlyList<PoolCaption> Captions, IReadOnlyDictionary<ItemKey, ItemTally> Tallies)
{
    public static Pool Empty { get; } = new([], [], new Dictionary<ItemKey, ItemTally>());

    public ItemTally TallyOf(ItemKey key) => Tallies.GetValueOrDefault(key);
}

/// <summary>A task that might be given out.</summary>
internal sealed record Candidate(TaskKind Kind, JobId JobId, JobId? OtherJobId, ShownTask Shown, ItemKey Key)
{
    /// <summary>What is right, where it is known beforehand; null otherwise.</summary>
    public string? Gold { get; init; }

    public AnswerId? RepeatOf { get; init; }

    /// <summary>Whether somebody who says these languages can do it: only what is about words asks for any.</summary>
    public bool IsReadBy(IReadOnlyCollection<string> languages) => Kind switch
    {
        TaskKind.Match => PromptScript.Reads(languages, string.Join(' ', Shown.Words)),
        TaskKind.Caption or TaskKind.CaptionVote => PromptScript.Reads(languages, Shown.Caption),
        _ => true,
    };

    public bool IsAbout(JobId job) => JobId == job || OtherJobId == job;
}
