using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Annotation.Board;
using LaionGrid.Coordinator.Annotation.Serving;
using LaionGrid.Coordinator.Annotation.Taking;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Intake;
using LaionGrid.Coordinator.Storage;
using Microsoft.Extensions.Options;
using Refusal = LaionGrid.Coordinator.Edge.Refusal;

namespace LaionGrid.Coordinator.Annotation;

/// <summary>Tasks, their answers and what comes of them, on the wire.</summary>
internal sealed class AnnotationGrpc(
    AssignTask assign, AssignOwnTask assignOwn, SkipTask skip, ViewTask view, TakeAnswer take, RankAnnotators rank, ViewOwnAnnotation own, IOptions<AnnotationOptions> options, TimeProvider time)
    : Contracts.V1.Annotation.AnnotationBase
{
    private const int MaxRows = 100;
    private const int DefaultRows = 50;
    private const int MaxMs = 600_000;
    private const int MaxLanguages = 20;
    private const int MaxTag = 35; // letters of a language tag, RFC 5646
    private const int MaxNetwork = 64;

    public override async Task<NextTaskResponse> NextTask(NextTaskRequest request, ServerCallContext context)
    {
        var (caller, rater) = RaterOf(request.Rater, context);
        var outcome = request.Own is { } set
            ? await assignOwn.RunAsync(RequestOf(set), new(caller.AccountId, KeyOf(set), IsOperator: false), rater, context.CancellationToken)
            : await assign.RunAsync(WishOf(request, caller), rater, context.CancellationToken);
        return outcome switch
        {
            AssignOutcome.Assigned { Assignment: var given } => new() { Task = given.ToWire(await view.RunAsync(given, context.CancellationToken)) },
            AssignOutcome.Nothing => new(),
            AssignOutcome.Refused refused => throw refused.Refusal.ToRpc(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }

    public override async Task<AnswerTaskResponse> AnswerTask(AnswerTaskRequest request, ServerCallContext context)
    {
        var (caller, rater) = RaterOf(request.Rater, context);
        var given = Read(request) with
        {
            MsSpent = request.MsSpent is >= 0 and <= MaxMs ? request.MsSpent : throw Refusal.Invalid("ms_spent.out_of_range", "ms_spent", $"Time spent is 0 to {MaxMs} ms; this says {request.MsSpent}. Say 0 if it is not known.").ToRpc(),
            Client = request.Place.ToDomain() ?? throw Refusal.Invalid("place.unknown", "place", "This place is not known here. Leave it out.").ToRpc(),
            Waiting = request.Waiting is { } set ? RequestOf(set) : null,
            WaitingKey = request.Waiting is { } waiting ? KeyOf(waiting) : "",
        };
        return await take.RunAsync(AssignmentOf(request.AssignmentId), given, rater, caller, context.CancellationToken) switch
        {
            TakeOutcome.Taken taken => taken.Answer.ToWire(options.Value.PointMflop),
            TakeOutcome.Refused refused => throw refused.Refusal.ToRpc(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }

    public override async Task<SkipTaskResponse> SkipTask(SkipTaskRequest request, ServerCallContext context) =>
        await skip.RunAsync(AssignmentOf(request.AssignmentId), RaterOf(request.Rater, context).Rater, context.CancellationToken) ? new() : throw AnnotationRefusals.Unknown.ToRpc();

    public override async Task<Annotators> GetAnnotators(GetAnnotatorsRequest request, ServerCallContext context)
    {
        if (request.Limit is < 0 or > MaxRows)
            throw Refusal.Invalid("limit.out_of_range", "limit", $"At most {MaxRows} are told at once; this asks for {request.Limit}.").ToRpc();
        var (rows, all) = await rank.RunAsync(SinceOf(request.Period), request.Limit == 0 ? DefaultRows : request.Limit, context.CancellationToken);
        return new() { Rows = { rows.Select(row => new AnnotatorRow { Rank = row.Rank, Name = row.Name, Answers = row.Answers, Kinds = row.Kinds }) }, Answers = all };
    }

    public override async Task<Contracts.V1.OwnAnnotation> GetOwnAnnotation(GetOwnAnnotationRequest request, ServerCallContext context) =>
        (await own.RunAsync(context.Require(KeyRole.Person, KeyRole.Moderator, KeyRole.Operator).AccountId, context.CancellationToken)).ToWire(options.Value.PointMflop);

    private static TaskWish WishOf(NextTaskRequest request, Caller caller)
    {
        if (request.Languages.Count > MaxLanguages || request.Languages.Any(language => language.Length is 0 or > MaxTag))
            throw Refusal.Invalid("languages.invalid", "languages", $"At most {MaxLanguages} languages are taken, as tags of 1 to {MaxTag} letters such as \"de\" or \"pt-BR\". Leave the others out.").ToRpc();
        if (request.Network.Length > MaxNetwork)
            throw Refusal.Invalid("network.invalid", "network", $"A network is told apart by at most {MaxNetwork} letters. Send a hash of it.").ToRpc();
        return new([.. request.Tasks.Select(kind => kind.ToDomain() ?? throw UnknownKind.ToRpc())], request.Adult)
        {
            Languages = [.. request.Languages],
            Network = request.Network.Length > 0 ? request.Network : caller.IsAnonymous ? request.Rater : "",
        };
    }

    private static GivenAnswer Read(AnswerTaskRequest request) => request.ReadAnswer() is { } given
        ? given
        : throw Refusal.Invalid("answer.unreadable", "answer", "There is no answer in this, or a choice in it is not known here. Answer the task that was given.").ToRpc();

    private static (Caller Caller, Rater Rater) RaterOf(string rater, ServerCallContext context)
    {
        var caller = context.Allow(KeyScopes.Annotate);
        return RequestRules.CheckRequester(rater) is { } refusal ? throw (refusal with { Code = "rater.invalid", Field = "rater" }).ToRpc() : (caller, Rater.Of(caller, rater));
    }

    private static RequestId RequestOf(OwnSet set) => Ids.Read<RequestId>(set.RequestId) ?? throw RequestOwnersGrpc.Unknown.ToRpc();

    private static string KeyOf(OwnSet set) => set.RequestKey.Length <= 64 ? set.RequestKey : throw RequestOwnersGrpc.Unknown.ToRpc();

    private static AssignmentId AssignmentOf(string id) => Ids.Read<AssignmentId>(id) ?? throw AnnotationRefusals.Unknown.ToRpc();

    private DateTimeOffset SinceOf(Period period) => period switch
    {
        Period.Unspecified or Period.AllTime => DateTimeOffset.UnixEpoch,
        Period.Day => time.GetUtcNow().AddDays(-1),
        Period.Week => time.GetUtcNow().AddDays(-7),
        Period.Month => time.GetUtcNow().AddDays(-30),
        _ => throw Refusal.Invalid("period.unknown", "period", "This period is not known here. Choose a day, a week, a month or all time.").ToRpc(),
    };

    private static Refusal UnknownKind { get; } = Refusal.Invalid("task.unknown", "tasks", "This task is not known here. Leave it out, or choose another.");
}
