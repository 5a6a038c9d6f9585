using LaionGrid.Web.Ask;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Commons;
using LaionGrid.Web.Leaderboard;
using LaionGrid.Web.People;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Annotate;

/// <summary>The flow of tasks, as pages that work by their forms, and as a part of a request's page for its script. Tasks are made for one visitor, and kept nowhere.</summary>
internal static class AnnotateHttp
{
    public static void MapAnnotate(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/annotate", SiteRoutes.Reading, (HttpContext context) => Answers.PublicPage<AnnotatePage>(context, new { })).KeptForAll();
        routes.MapMethods("/annotate/board", SiteRoutes.Reading, ShowBoardAsync).KeptForAll();
        routes.MapMethods("/annotate/mine", SiteRoutes.Reading, ShowOwnAsync);
        routes.MapMethods("/annotate/{task}", SiteRoutes.Reading, ShowAsync);
        routes.MapPost("/annotate/{task}", TakeAsync).DisableAntiforgery(); // OwnFormsOnly guards it
    }

    private static async Task<IResult> ShowBoardAsync(HttpContext context, AnnotationGrpc annotation, CancellationToken cancellationToken, string period = "") => Periods.Read(period) is { } known
        ? Answers.PublicPage<BoardPage>(context, new { Board = await annotation.BoardAsync(known, cancellationToken) })
        : Answers.Refuse(context, Refusal.Invalid("period.unknown", "period", "There is no such period. Use day, week, month or all."));

    private static async Task<IResult> ShowOwnAsync(HttpContext context, AnnotationGrpc annotation, CancellationToken cancellationToken) => context.Person() is { } person
        ? Answers.Page<OwnJudgingPage>(context, new { Own = await annotation.OwnAsync(person, cancellationToken) })
        : SignInFirst.Answer(context);

    private static Task<IResult> ShowAsync(string task, HttpContext context, AnnotationGrpc annotation, VisitorMark visitors, CancellationToken cancellationToken) => TaskTexts.Read(task) is null
        ? Task.FromResult(Results.NotFound())
        : NextAsync(context, JudgePlace.Read(task, field => context.Request.Query[field]), annotation, visitors, JudgedNote.Read(context.Request.Query), cancellationToken);

    private static async Task<IResult> TakeAsync(string task, HttpContext context, AnnotationGrpc annotation, VisitorMark visitors, CancellationToken cancellationToken)
    {
        if (TaskTexts.Read(task) is null)
            return Results.NotFound();
        if (!context.Request.HasFormContentType)
            return Answers.Refuse(context, Refusal.Invalid("form.unreadable", "", "This was not sent as a form. Send the fields as application/x-www-form-urlencoded."));
        var fields = await context.Request.ReadFormAsync(cancellationToken);
        var (place, asker, assignment) = (JudgePlace.Read(task, field => fields[field]), visitors.AskerOf(context), fields["assignment"].ToString());
        if (fields["deed"] == "skip")
        {
            await annotation.SkipAsync(asker, assignment, cancellationToken); // one that is over is given back already
            return await OnAsync(context, place, new(), annotation, visitors, cancellationToken);
        }
        var kind = TaskTexts.Read(fields["kind"].ToString())?.Kind ?? TaskKind.Mixed;
        if (JudgeFormGrpc.Read(assignment, kind, place, fields) is not { } answer)
            return await OnAsync(context, place, new() { Problem = "That was not an answer to this task. Choose one of its buttons, or skip it." }, annotation, visitors, cancellationToken);
        return await OnAsync(context, place, JudgedNote.Of(await annotation.AnswerAsync(asker, answer, cancellationToken)), annotation, visitors, cancellationToken);
    }

    /// <summary>On to the next task: by a fresh address where a page was sent, so that going back sends nothing twice; at once where it is a part of one.</summary>
    private static Task<IResult> OnAsync(HttpContext context, JudgePlace place, JudgedNote note, AnnotationGrpc annotation, VisitorMark visitors, CancellationToken cancellationToken) => place.IsStrip || note.Problem.Length > 0
        ? NextAsync(context, place, annotation, visitors, note, cancellationToken)
        : Task.FromResult(Answers.SeeOther(context, place.Next(note.Query)));

    private static async Task<IResult> NextAsync(HttpContext context, JudgePlace place, AnnotationGrpc annotation, VisitorMark visitors, JudgedNote note, CancellationToken cancellationToken)
    {
        context.Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        var (asker, text) = (visitors.AskerOf(context), TaskTexts.Read(place.Task) ?? TaskTexts.Of(TaskKind.Mixed));
        var outcome = text.Kind == TaskKind.Flags && !place.IsAdult
            ? new TaskOutcome.Nothing() // the page asks first
            : place.IsOwn
                ? await annotation.NextOwnAsync(asker, new(place.RequestId, place.Key), cancellationToken)
                : await annotation.NextAsync(asker, text.Kind, place.IsAdult, ReadLanguages.Of(context.Request), visitors.Of(context.Connection.RemoteIpAddress), cancellationToken);
        var status = outcome is TaskOutcome.Refused { Refusal: var refusal } ? refusal.Status : StatusCodes.Status200OK;
        return place.IsStrip
            ? Answers.Page<TaskStrip>(context, new { Place = place, Outcome = outcome, Note = note }) // that there is nothing to judge is no failure of its page
            : Answers.Page<TaskPage>(context, new { Place = place, Text = text, Outcome = outcome, Note = note }, status);
    }
}
