using LaionGrid.Web.Coordinator.People;
using LaionGrid.Web.People;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Volunteer;

/// <summary>A machine shows a code, and its person says here that it is theirs. Typing the code shows which machine it is; only the answer changes anything.</summary>
internal static class LinkHttp
{
    public static void MapLink(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/link", SiteRoutes.Reading, (HttpContext context) => Show(context, new LinkView()));
        // OwnFormsOnly guards them. The code is posted and not in the address, so that it is in no history and no log.
        routes.MapPost("/link", FindAsync).DisableAntiforgery();
        routes.MapPost("/link/answer", AnswerAsync).DisableAntiforgery();
    }

    private static async Task<IResult> FindAsync(HttpContext context, LinksGrpc links, PostedForm form, CancellationToken cancellationToken)
    {
        if (context.Person() is not { } person)
            return SignInFirst.Answer(context);
        var (machine, refusal) = await links.FindAsync(person, form["code"], cancellationToken);
        return Show(context, new LinkView { Code = form["code"].Trim(), Machine = machine, Refusal = refusal });
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, LinksGrpc links, PostedForm form, CancellationToken cancellationToken)
    {
        if (context.Person() is not { } person)
            return SignInFirst.Answer(context);
        var refusal = await links.AnswerAsync(person, form["code"], form["answer"] == "yes", cancellationToken);
        return Show(context, refusal is null ? new LinkView { Answer = form["answer"] == "yes" } : new LinkView { Refusal = refusal });
    }

    private static IResult Show(HttpContext context, LinkView view) => context.Person() is { } person
        ? Answers.Page<LinkPage>(context, new { Person = person, View = view }, view.Refusal?.Status ?? StatusCodes.Status200OK)
        : SignInFirst.Answer(context);
}
