using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Annotation.Serving;

/// <summary>What somebody is ready to be asked.</summary>
/// <param name="Kinds">Tried in any order; empty for the usual mix.</param>
/// <param name="IsAdult">Whether the rater says so, and wants to see what may not be fit for everybody.</param>
internal sealed record TaskWish(IReadOnlyList<TaskKind> Kinds, bool IsAdult)
{
    /// <summary>What the rater reads, as language tags; empty where they do not say.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Tells networks apart; empty where it is not known.</summary>
    public string Network { get; init; } = "";
}

/// <summary>
/// Gives a person a task, and a place for the answer for ten minutes. Who asks again before answering is given the same one. The pool and what is read first may be old: whether there is a place is counted anew as the
/// task is written, so that an item's last place is given once.
/// </summary>
internal sealed class AssignTask(IDbContextFactory<GridDb> databases, GridWriter writer, TaskPool pool, NetworkCaps caps, IOptions<AnnotationOptions> options, TimeProvider time, Random? chance = null)
{
    private const int Tried = 24;
    private const int Remembered = 50;

    private readonly Random _chance = chance ?? Random.Shared;

    public async Task<AssignOutcome> RunAsync(TaskWish wish, Rater rater, CancellationToken cancellationToken)
    {
        if (Against(wish, rater) is { } refusal)
            return new AssignOutcome.Refused(refusal);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var kinds = (wish.Kinds.Count == 0 ? TaskRules.Mixed : wish.Kinds).Distinct().ToArray();
        _chance.Shuffle(kinds);
        if (await db.FindOpenAsync(rater, kinds, now, cancellationToken) is { } open)
            return new AssignOutcome.Assigned(open);
        var given = await db.GivenAsync(rater, now, cancellationToken);
        if (ServingPolicy.Wait(given, options.Value.TasksAtOnce, now) is var wait && wait > TimeSpan.Zero)
            return new AssignOutcome.Refused(AnnotationRefusals.TooMany(wait));
        if (caps.Wait(wish.Network) is var until && until > TimeSpan.Zero)
            return new AssignOutcome.Refused(AnnotationRefusals.TooManyHere(until));
        var offered = await pool.ReadAsync(cancellationToken);
        var full = new HashSet<ItemKey>(); // went to others since they were looked at
        foreach (var kind in kinds)
            while (await ChooseAsync(db, kind, rater, wish.Languages, offered, given, full, cancellationToken) is { } chosen)
            {
                if (await AddAsync(ServingPolicy.Sided(chosen, _chance.NextDouble()), rater, now, cancellationToken) is { } assignment)
                {
                    caps.Took(wish.Network);
                    return new AssignOutcome.Assigned(assignment);
                }
                full.Add(chosen.Key);
            }
        return new AssignOutcome.Nothing();
    }

    private static Refusal? Against(TaskWish wish, Rater rater)
    {
        if (wish.Kinds.Contains(TaskKind.BestOf))
            return AnnotationRefusals.NotInMix;
        if (rater.AccountId is null && wish.Kinds.Any(kind => kind is TaskKind.Flags or TaskKind.Calibration))
            return AnnotationRefusals.NeedsAccount;
        return wish.Kinds.Contains(TaskKind.Flags) && !wish.IsAdult ? AnnotationRefusals.Adults : null;
    }

    private async Task<Candidate?> ChooseAsync(GridDb db, TaskKind kind, Rater rater, IReadOnlyList<string> languages, Pool offered, IReadOnlyList<GivenTask> given, HashSet<ItemKey> full, CancellationToken cancellationToken)
    {
        if (kind == TaskKind.Calibration)
            return await NextFixedAsync(db, rater, cancellationToken);
        if (ServingPolicy.IsRepeat(kind, _chance.NextDouble()) && await RepeatAsync(db, kind, rater, given, cancellationToken) is { } repeat)
            return repeat;
        var candidates = ServingPolicy.For(rater, kind, offered, given, _chance.NextDouble).Where(one => !full.Contains(one.Key) && one.IsReadBy(languages)).Take(Tried).ToList();
        if (candidates.Count == 0)
            return null;
        if (await FirstNewAsync(db, kind, rater, offered, candidates, time.GetUtcNow(), cancellationToken) is not { } chosen)
            return null;
        return ServingPolicy.IsGold(kind, _chance.NextDouble()) ? GoldOf(chosen, rater, offered, given) ?? chosen : chosen;
    }

    private Candidate? GoldOf(Candidate chosen, Rater rater, Pool offered, IReadOnlyList<GivenTask> given)
    {
        var others = offered.Pictures.Where(picture => !picture.IsOf(rater) && !given.Any(task => task.JobId == picture.Id || task.OtherJobId == picture.Id)).ToArray();
        _chance.Shuffle(others);
        return offered.Pictures.FirstOrDefault(picture => picture.Id == chosen.JobId) is { } picture ? GoldPolicy.Of(chosen, picture, others, _chance.NextDouble()) : null;
    }

    /// <summary>The pool is some seconds old, so what is public is looked at again; and nobody answers the same twice unless they are asked to, or its version is another.</summary>
    private static async Task<Candidate?> FirstNewAsync(GridDb db, TaskKind kind, Rater rater, Pool offered, List<Candidate> candidates, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var version = TaskRules.Of(kind).Version;
        var ids = candidates.SelectMany(one => new[] { one.JobId, one.OtherJobId ?? one.JobId }).Distinct().ToArray();
        var shown = (await TaskPool.Pictures(db).Where(row => ids.Contains(row.Id)).Select(row => row.Id).ToListAsync(cancellationToken)).ToHashSet(); // primary key
        var own = (await db.Answers.AsNoTracking().Where(answer => ids.Contains(answer.JobId) && answer.TaskKind == kind && answer.TaskVersion == version && answer.RaterMark == rater.Mark && !answer.IsGold) // index job, task kind
            .Select(answer => new CountedAnswer(answer.Id, answer.TaskKind, answer.TaskVersion, answer.JobId, answer.OtherJobId, answer.RaterMark, answer.Value)).ToListAsync(cancellationToken))
            .Select(answer => AnswerJson.Read(kind, answer.Value) is { } read ? TallyPolicy.KeyOf(answer, read) : null).OfType<ItemKey>().ToHashSet();
        var leased = await db.LeasesAsync(kind, ids, now, cancellationToken);
        return candidates.Find(one => shown.Contains(one.JobId) && (one.OtherJobId is not { } other || shown.Contains(other)) && !own.Contains(one.Key)
            && offered.TallyOf(one.Key) is var tally && tally.Given + leased.GetValueOrDefault(one.Key) < tally.Wanted(kind));
    }

    private async Task<Candidate?> RepeatAsync(GridDb db, TaskKind kind, Rater rater, IReadOnlyList<GivenTask> given, CancellationToken cancellationToken)
    {
        if (rater.AccountId is null)
            return null; // a visitor's mark does not last that long
        var version = TaskRules.Of(kind).Version;
        var rows = await db.Answers.AsNoTracking() // index rater mark, answered at
            .Where(answer => answer.RaterMark == rater.Mark && answer.TaskKind == kind && answer.TaskVersion == version && !answer.IsGold && answer.RepeatOf == null && !answer.IsAuthor)
            .OrderByDescending(answer => answer.AnsweredAt).Take(Remembered).ToListAsync(cancellationToken);
        var far = rows.FindAll(answer => !given.Any(task => task.JobId == answer.JobId || task.OtherJobId == answer.JobId));
        if (far.Count == 0)
            return null;
        var earlier = far[_chance.Next(far.Count)];
        var (one, other) = (earlier.JobId, earlier.OtherJobId ?? earlier.JobId);
        var shown = await TaskPool.Pictures(db).Where(row => row.Id == one || row.Id == other).Select(row => row.Picture).ToListAsync(cancellationToken); // primary key
        if (shown.Count != (one == other ? 1 : 2))
            return null;
        return new(kind, one, earlier.OtherJobId, Candidates.ShownOf(kind, shown[0]), earlier.OtherJobId is { } second ? ItemKey.OfPair(one, second) : ItemKey.Of(kind, one)) { RepeatOf = earlier.Id };
    }

    private async Task<Candidate?> NextFixedAsync(GridDb db, Rater rater, CancellationToken cancellationToken)
    {
        var (ids, version) = (options.Value.CalibrationJobs, TaskRules.Of(TaskKind.Calibration).Version);
        var rated = await db.Answers.Where(answer => answer.RaterMark == rater.Mark && answer.TaskKind == TaskKind.Calibration && answer.TaskVersion == version).Select(answer => answer.JobId).ToListAsync(cancellationToken); // index rater mark, answered at
        var left = ids.Except(rated).ToArray();
        var shown = left.Length == 0 ? [] : await TaskPool.Pictures(db).Where(row => left.Contains(row.Id)).Select(row => row.Id).ToListAsync(cancellationToken); // primary key
        return left.Where(shown.Contains).Select(id => new Candidate(TaskKind.Calibration, id, null, new(), ItemKey.Of(TaskKind.Calibration, id))).FirstOrDefault();
    }

    /// <returns>Null when the last place went to somebody else meanwhile. Gold, repeats and calibration take nobody's place.</returns>
    private Task<Assignment?> AddAsync(Candidate chosen, Rater rater, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var assignment = NewAssignment.Of(chosen, rater, isAuthor: false, now, time);
        var takesPlace = chosen is { Gold: null, RepeatOf: null, Kind: not TaskKind.Calibration };
        return writer.RunAsync<Assignment?>(async db =>
        {
            if (takesPlace && !await db.HasPlaceAsync(chosen.Kind, chosen.JobId, chosen.OtherJobId, assignment.Shown, now, cancellationToken))
                return null;
            await db.InsertAsync([assignment], cancellationToken);
            return assignment;
        }, cancellationToken);
    }
}

internal abstract record AssignOutcome
{
    internal sealed record Assigned(Assignment Assignment) : AssignOutcome;

    /// <summary>There is nothing to ask this person now.</summary>
    internal sealed record Nothing : AssignOutcome;

    internal sealed record Refused(Refusal Refusal) : AssignOutcome;
}
