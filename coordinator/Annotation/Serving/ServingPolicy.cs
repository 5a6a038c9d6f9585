using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Annotation.Serving;

/// <summary>A task that a rater was given within the last day.</summary>
internal readonly record struct GivenTask(TaskKind Kind, JobId JobId, JobId? OtherJobId, DateTimeOffset At);

/// <summary>Who is asked what, and when it is enough. Pure; chance comes in as a number.</summary>
internal static class ServingPolicy
{
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan Apart = TimeSpan.FromDays(1);

    private const int GoldIn = 12;
    private const int RepeatIn = 25;
    private const double Chance = 0.5;

    /// <summary>How long a rater has to wait who was given much lately; zero when there is no need to.</summary>
    public static TimeSpan Wait(IReadOnlyCollection<GivenTask> given, int atOnce, DateTimeOffset now)
    {
        var lately = given.Select(task => task.At).Where(at => at > now - AnnotationOptions.TasksWithin).OrderDescending().ToList();
        return lately.Count < atOnce ? TimeSpan.Zero : lately[atOnce - 1] + AnnotationOptions.TasksWithin - now;
    }

    /// <summary>What may be asked of this rater, most wanted first: neither their own nor what they saw within a day, and nothing that has enough answers.</summary>
    /// <param name="chance">0 to 1, new at each call: among equals nobody is always first.</param>
    public static IReadOnlyList<Candidate> For(Rater rater, TaskKind kind, Pool pool, IReadOnlyCollection<GivenTask> given, Func<double> chance)
    {
        var barred = pool.Pictures.Where(picture => picture.IsOf(rater)).Select(picture => picture.Id).Concat(given.Select(task => task.JobId)).Concat(given.Select(task => task.OtherJobId).OfType<JobId>()).ToHashSet();
        var ownCaptions = pool.Captions.Where(caption => caption.RaterMark == rater.Mark).Select(caption => ItemKey.Of(caption.Id)).ToHashSet();
        return [.. Candidates.Of(kind, pool)
            .Where(one => !barred.Contains(one.JobId) && !(one.OtherJobId is { } other && barred.Contains(other)) && !ownCaptions.Contains(one.Key) && !pool.TallyOf(one.Key).IsDone(kind))
            .Select(one => (Candidate: one, Urgency: Urgency(pool.TallyOf(one.Key), kind) + (Chance * chance())))
            .OrderByDescending(pair => pair.Urgency).Select(pair => pair.Candidate)];
    }

    /// <summary>0 to 2: what has few answers, and what they disagree about.</summary>
    public static double Urgency(ItemTally tally, TaskKind kind) => 1 - (tally.Given / (double)tally.Wanted(kind)) + tally.Spread;

    /// <summary>Whether this task is one whose right answer is known.</summary>
    public static bool IsGold(TaskKind kind, double chance) => TaskRules.Of(kind).HasRightAnswer && chance < 1.0 / GoldIn;

    /// <summary>Whether this task is one that the rater answered before.</summary>
    public static bool IsRepeat(TaskKind kind, double chance) => TaskRules.Of(kind).HasRightAnswer && chance < 1.0 / RepeatIn;

    /// <summary>Which picture stands first is chance, so a habit of sides shows as one.</summary>
    public static Candidate Sided(Candidate candidate, double chance) =>
        candidate is { Kind: TaskKind.Compare, OtherJobId: { } other, Gold: null } && chance < Chance ? candidate with { JobId = other, OtherJobId = candidate.JobId } : candidate;
}
