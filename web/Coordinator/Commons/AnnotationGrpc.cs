using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Web.Ask;
using LaionGrid.Web.Coordinator.Boards;
using LaionGrid.Web.People;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Coordinator.Commons;

/// <summary>Tasks and their answers at the coordinator. A refusal is an answer.</summary>
internal sealed class AnnotationGrpc(GrpcChannel channel, CallsGrpc calls)
{
    private readonly Wire.Annotation.AnnotationClient _annotation = new(channel);

    /// <param name="isAdult">Whether the visitor says so, and wants to see what may not be fit for everybody.</param>
    /// <param name="languages">What the visitor's browser says that they read.</param>
    /// <param name="network">Tells networks apart.</param>
    public Task<TaskOutcome> NextAsync(Asker asker, TaskKind kind, bool isAdult, IEnumerable<string> languages, string network, CancellationToken cancellationToken)
    {
        var ask = new Wire.NextTaskRequest { Rater = asker.Mark, Adult = isAdult, Languages = { languages }, Network = network };
        if (kind != TaskKind.Mixed)
            ask.Tasks.Add(Enum.Parse<Wire.TaskKind>(kind.ToString()));
        return GiveAsync(asker.Person, ask, cancellationToken);
    }

    /// <summary>A task about the visitor's own set.</summary>
    public Task<TaskOutcome> NextOwnAsync(Asker asker, RequestClaim own, CancellationToken cancellationToken) =>
        GiveAsync(asker.Person, new() { Rater = asker.Mark, Own = new() { RequestId = own.RequestId, RequestKey = own.Key } }, cancellationToken);

    public async Task<JudgeOutcome> AnswerAsync(Asker asker, Wire.AnswerTaskRequest answer, CancellationToken cancellationToken)
    {
        answer.Rater = asker.Mark;
        try
        {
            var kept = await calls.AskAsync(asker.Person, options => _annotation.AnswerTaskAsync(answer, options).ResponseAsync, cancellationToken);
            return new JudgeOutcome.Kept(new(kept.RewardPoints, kept.Moved is not null, kept.Moved?.Places ?? 0, kept.Moved is { HasSeconds: true } moved ? moved.Seconds : null));
        }
        catch (RpcException error) when (error.Refusal() is { } refusal)
        {
            return new JudgeOutcome.Refused(refusal);
        }
    }

    /// <summary>Null when it was given back.</summary>
    public async Task<Refusal?> SkipAsync(Asker asker, string assignment, CancellationToken cancellationToken)
    {
        try
        {
            await calls.AskAsync(asker.Person, options => _annotation.SkipTaskAsync(new() { AssignmentId = assignment, Rater = asker.Mark }, options).ResponseAsync, cancellationToken);
            return null;
        }
        catch (RpcException error) when (error.Refusal() is { } refusal)
        {
            return refusal;
        }
    }

    public async Task<AnnotatorsView> BoardAsync(Period period, CancellationToken cancellationToken)
    {
        var board = await calls.AskAsync(options => _annotation.GetAnnotatorsAsync(new() { Period = period switch { Period.Day => Wire.Period.Day, Period.Week => Wire.Period.Week, Period.Month => Wire.Period.Month, _ => Wire.Period.AllTime } }, options).ResponseAsync, cancellationToken);
        return new(period, [.. board.Rows.Select(row => new AnnotatorRowView(row.Rank, row.Name, row.Answers, row.Kinds))], board.Answers);
    }

    public async Task<OwnJudgingView> OwnAsync(Person person, CancellationToken cancellationToken)
    {
        var own = await calls.AskAsync(person, options => _annotation.GetOwnAnnotationAsync(new(), options).ResponseAsync, cancellationToken);
        return new()
        {
            Kinds = [.. own.Kinds.Select(kind => (ToView(kind.Kind), kind.Count))],
            GoldPassed = own.GoldPassed,
            GoldFailed = own.GoldFailed,
            PendingPoints = own.PendingMflop / Math.Max(1, own.PointMflop),
            PaidPoints = own.PaidMflop / Math.Max(1, own.PointMflop),
            PriorityPoints = own.PriorityMflop / Math.Max(1, own.PointMflop),
            Badges = [.. own.Badges],
        };
    }

    private async Task<TaskOutcome> GiveAsync(Person? person, Wire.NextTaskRequest ask, CancellationToken cancellationToken)
    {
        try
        {
            var given = await calls.AskAsync(person, options => _annotation.NextTaskAsync(ask, options).ResponseAsync, cancellationToken);
            return given.Task is { } task ? new TaskOutcome.Given(ToView(task)) : new TaskOutcome.Nothing();
        }
        catch (RpcException error) when (error.Refusal() is { } refusal)
        {
            return new TaskOutcome.Refused(refusal);
        }
    }

    private static TaskView ToView(Wire.AnnotationTask task) => new()
    {
        Id = task.AssignmentId,
        Kind = ToView(task.Kind),
        Pictures = [.. task.Pictures.Select(picture => new TaskPictureView(picture.JobId, picture.Width, picture.Height))],
        Prompt = task.Prompt,
        Words = [.. task.Words],
        Caption = task.Caption,
        Points = task.Points,
    };

    private static TaskKind ToView(Wire.TaskKind kind) => Enum.TryParse<TaskKind>(kind.ToString(), out var known) ? known : TaskKind.Mixed;
}
