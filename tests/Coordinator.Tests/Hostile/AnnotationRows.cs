using LaionGrid.Contracts.V1;
using static LaionGrid.Coordinator.Tests.Hostile.HostileRow;

namespace LaionGrid.Coordinator.Tests.Hostile;

/// <summary>Tasks nobody was given, answers that are none, and sets of others.</summary>
internal static class AnnotationRows
{
    private const string Next = "Annotation/NextTask";
    private const string Answer = "Annotation/AnswerTask";

    public static IEnumerable<HostileRow> All =>
    [
        .. Of(Next, "rater.invalid", ("a long rater", Spoilt<NextTaskRequest>(Next, _ => { }))),
        .. Of(Next, "task.unknown", ("an unknown task", _ => new NextTaskRequest { Tasks = { (TaskKind)99 } }), ("no task", _ => new NextTaskRequest { Tasks = { TaskKind.Unspecified } })),
        .. Of(Next, "task.own", ("one's own set, of no request", _ => new NextTaskRequest { Tasks = { TaskKind.BestOf } })),
        .. Of(Next, "task.needs_account", ("flags without an account", _ => new NextTaskRequest { Tasks = { TaskKind.Flags }, Adult = true })),
        .. Of(Next, "task.adults", ("flags by who does not say to be an adult", _ => new NextTaskRequest { Tasks = { TaskKind.Flags } })).Select(row => row.By(scene => scene.Ada)),
        .. Of(Next, "languages.invalid", ("a hundred languages", _ => new NextTaskRequest { Languages = { Enumerable.Repeat("de", 100) } }), ("a huge language", _ => new NextTaskRequest { Languages = { new string('d', 500_000) } })),
        .. Of(Next, "network.invalid", ("a huge network", _ => new NextTaskRequest { Network = new string('n', 500_000) })),
        .. Of(Next, "own.nothing",
            ("a request nobody made", _ => new NextTaskRequest { Own = new() { RequestId = new string('f', 32) } }),
            ("another's request", scene => new NextTaskRequest { Own = new() { RequestId = scene.OpenRequest, RequestKey = "ask-1" } })),
        .. Of(Next, "request.unknown", ("not hex", _ => new NextTaskRequest { Own = new() { RequestId = "zz" } }), ("a huge key", _ => new NextTaskRequest { Own = new() { RequestId = new string('f', 32), RequestKey = new string('k', 500_000) } })),
        .. Of(Answer, "assignment.unknown", ("a task nobody has", Spoilt<AnswerTaskRequest>(Answer, _ => { })), ("not hex", Spoilt<AnswerTaskRequest>(Answer, answer => answer.AssignmentId = "zz"))),
        .. Of(Answer, "rater.invalid", ("a long rater", Spoilt<AnswerTaskRequest>(Answer, answer => answer.Rater = new string('r', 65)))),
        .. Of(Answer, "ms_spent.out_of_range", ("less than no time", Spoilt<AnswerTaskRequest>(Answer, answer => answer.MsSpent = -1)), ("for ever", Spoilt<AnswerTaskRequest>(Answer, answer => answer.MsSpent = int.MaxValue))),
        .. Of(Answer, "place.unknown", ("an unknown place", Spoilt<AnswerTaskRequest>(Answer, answer => answer.Place = (AnswerPlace)99))),
        .. Of(Answer, "request.unknown", ("waiting for what is no request", Spoilt<AnswerTaskRequest>(Answer, answer => answer.Waiting.RequestId = "zz"))),
        .. Of(Answer, "answer.unreadable",
            ("no answer", Spoilt<AnswerTaskRequest>(Answer, answer => answer.ClearAnswer())),
            ("an unknown preference", Spoilt<AnswerTaskRequest>(Answer, answer => answer.Compare = (Preference)99)),
            ("an unknown flag among others", Spoilt<AnswerTaskRequest>(Answer, answer => answer.Flags = new() { Flags = { PictureFlag.Gore, (PictureFlag)99 } })),
            ("a point of no kind", Spoilt<AnswerTaskRequest>(Answer, answer => answer.Artifacts = new() { Severity = 3, Points = { new ArtifactPoint { X = 1, Y = 1 } } })),
            ("no subject", Spoilt<AnswerTaskRequest>(Answer, answer => answer.Tags = new() { Medium = Medium.Photo }))),
        .. Of("Annotation/SkipTask", "assignment.unknown", ("a task nobody has", Spoilt<SkipTaskRequest>("Annotation/SkipTask", _ => { }))),
        .. Of("Annotation/GetAnnotators", "limit.out_of_range", ("more than a page", _ => new GetAnnotatorsRequest { Limit = 101 }), ("fewer than none", _ => new GetAnnotatorsRequest { Limit = -1 })),
        .. Of("Annotation/GetAnnotators", "period.unknown", ("a century", _ => new GetAnnotatorsRequest { Period = (Period)99 })),
    ];
}
