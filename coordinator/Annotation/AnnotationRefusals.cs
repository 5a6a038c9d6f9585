using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Annotation;

/// <summary>What can be said against giving out a task or taking its answer.</summary>
internal static class AnnotationRefusals
{
    /// <summary>Another's task, too: nobody learns who was given what.</summary>
    public static Refusal Unknown { get; } = Refusal.NotFound("assignment.unknown", "There is no such task of yours here, or it was long ago. Ask for another one.");

    public static Refusal Given { get; } = Refusal.Conflict("answer.given", "You have answered this task otherwise before, and answers stay as they were given. Go on with the next one.");

    public static Refusal Skipped { get; } = Refusal.Conflict("assignment.skipped", "You have skipped this task, and it went to others. Go on with the next one.");

    public static Refusal Late { get; } = Refusal.Conflict("assignment.late", "This task was yours for ten minutes, and others have answered it since. Your answer was not taken; go on with the next one.");

    public static Refusal Gone { get; } = Refusal.Conflict("assignment.picture_gone", "This picture is not public any more, so nothing more is asked about it. Go on with the next one.");

    public static Refusal OtherKind { get; } = Refusal.Invalid("answer.kind", "answer", "This is an answer to another kind of task. Answer what was asked.");

    public static Refusal NeedsAccount { get; } = new(RefusalKind.NotAllowed, "task.needs_account", "This task is for people with an account. Sign in to one, or choose another task.");

    public static Refusal Adults { get; } = new(RefusalKind.NotAllowed, "task.adults", "This task shows pictures that may not be fit for everybody. Say that you are an adult and want to see them.");

    public static Refusal NotInMix { get; } = Refusal.Invalid("task.own", "tasks", "This task is about pictures of one's own. Name the request that they are of.");

    public static Refusal NothingToJudge { get; } = Refusal.NotFound("own.nothing", "This request has no public pictures that are here and passed their checks, or they are more than a day old. Judge others' pictures instead.");

    public static Refusal Wrong(string why) => Refusal.Invalid("answer.invalid", "answer", $"{why} Mend that and send it again.");

    public static Refusal TooManyHere(TimeSpan wait) => new(
        RefusalKind.TooMany, "task.network_too_many", $"Your network was given all the tasks that it gets within an hour. Go on in {Math.Max(1, Math.Ceiling(wait.TotalMinutes)):0} minutes.", RetryAfter: wait);

    public static Refusal TooMany(TimeSpan wait) =>
        new(RefusalKind.TooMany, "task.too_many", $"That was a lot at once. Rest your eyes, and go on in {Math.Max(1, Math.Ceiling(wait.TotalSeconds)):0} seconds.", RetryAfter: wait);
}
