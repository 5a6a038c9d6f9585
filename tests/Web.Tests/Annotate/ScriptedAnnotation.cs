using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Tests.Annotate;

/// <summary>What is asked of people, and what they said.</summary>
internal sealed class AnnotationScript
{
    /// <summary>The next tasks, in order; none left is nothing to judge.</summary>
    public Queue<AnnotationTask> Tasks { get; } = [];

    public List<NextTaskRequest> Asked { get; } = [];

    public List<AnswerTaskRequest> Answered { get; } = [];

    public List<string> Skipped { get; } = [];

    public AnswerTaskResponse Outcome { get; set; } = new() { AnswerId = new string('a', 32), RewardPoints = 2, RewardMflop = 2 };

    /// <summary>Thrown by every task and answer.</summary>
    public Refusal? Refusal { get; set; }

    public Annotators Board { get; set; } = new();

    public OwnAnnotation Own { get; set; } = new() { PointMflop = 100 };
}

/// <summary>The coordinator's tasks, played from a script.</summary>
internal sealed class ScriptedAnnotation(Script script) : Contracts.V1.Annotation.AnnotationBase
{
    private AnnotationScript Part => script.Annotation;

    public override Task<NextTaskResponse> NextTask(NextTaskRequest request, ServerCallContext context)
    {
        Part.Asked.Add(request);
        ThrowIfScripted();
        return Task.FromResult(new NextTaskResponse { Task = Part.Tasks.TryPeek(out var task) ? task : null });
    }

    public override Task<AnswerTaskResponse> AnswerTask(AnswerTaskRequest request, ServerCallContext context)
    {
        ThrowIfScripted();
        Part.Answered.Add(request);
        Part.Tasks.TryDequeue(out _);
        return Task.FromResult(Part.Outcome);
    }

    public override Task<SkipTaskResponse> SkipTask(SkipTaskRequest request, ServerCallContext context)
    {
        Part.Skipped.Add(request.AssignmentId);
        Part.Tasks.TryDequeue(out _);
        return Task.FromResult(new SkipTaskResponse());
    }

    public override Task<Annotators> GetAnnotators(GetAnnotatorsRequest request, ServerCallContext context) => Task.FromResult(Part.Board);

    public override Task<OwnAnnotation> GetOwnAnnotation(GetOwnAnnotationRequest request, ServerCallContext context) => Task.FromResult(Part.Own);

    private void ThrowIfScripted()
    {
        if (Part.Refusal is { } refusal)
            throw new RpcException(new Status(StatusCode.FailedPrecondition, refusal.Message), new Metadata { { "laiongrid-refusal-bin", refusal.ToByteArray() } });
    }
}
