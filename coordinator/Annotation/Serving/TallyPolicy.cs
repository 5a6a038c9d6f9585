using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Annotation.Serving;

/// <summary>An answer that counts for its item, if its version is the task's present one.</summary>
internal sealed record CountedAnswer(AnswerId Id, TaskKind Kind, int Version, JobId JobId, JobId? OtherJobId, string RaterMark, string Value);

/// <summary>Counts answers by item. What was answered under another version of a task is an answer to another question: it counts for nothing here, and no caption of it is voted on. Pure.</summary>
internal static class TallyPolicy
{
    public static Pool Count(IReadOnlyList<PoolPicture> pictures, IEnumerable<CountedAnswer> answers)
    {
        var items = new Dictionary<ItemKey, List<TaskAnswer>>();
        var captions = new List<PoolCaption>();
        foreach (var answer in answers.Where(answer => answer.Version == TaskRules.Of(answer.Kind).Version))
        {
            if (AnswerJson.Read(answer.Kind, answer.Value) is not { } read)
                continue; // of another release
            if (read is CaptionAnswer caption)
                captions.Add(new(answer.Id, answer.JobId, answer.RaterMark, caption.Caption));
            if (KeyOf(answer, read) is { } key)
                (items.TryGetValue(key, out var list) ? list : items[key] = []).Add(Turned(answer, read, key));
        }
        // A caption that others turned down is as good as none: another is wanted.
        foreach (var rejected in captions.FindAll(caption => items.TryGetValue(ItemKey.Of(caption.Id), out var votes) && ItemTally.IsRejected(votes)))
            items[ItemKey.Of(TaskKind.Caption, rejected.JobId)].RemoveAt(0);
        return new(pictures, captions, items.ToDictionary(item => item.Key, item => ItemTally.Of(item.Value)));
    }

    /// <summary>What an answer counts for; null for one of a set, which is its author's.</summary>
    public static ItemKey? KeyOf(CountedAnswer answer, TaskAnswer read) => read switch
    {
        CompareAnswer => answer.OtherJobId is { } other ? ItemKey.OfPair(answer.JobId, other) : null,
        CaptionVoteAnswer vote => Ids.Read<AnswerId>(vote.CaptionId) is { } caption ? ItemKey.Of(caption) : null,
        BestOfAnswer => null,
        _ => ItemKey.Of(read.Kind, answer.JobId),
    };

    private static TaskAnswer Turned(CountedAnswer answer, TaskAnswer read, ItemKey key) => read is CompareAnswer { Choice: Preference.First or Preference.Second } choice && answer.JobId.Value != key.One
        ? new CompareAnswer(choice.Choice == Preference.First ? Preference.Second : Preference.First)
        : read;
}
