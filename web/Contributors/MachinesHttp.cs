using LaionGrid.Web.Coordinator.Boards;
using LaionGrid.Web.People;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Contributors;

/// <summary>One's own machines: how each is, and pausing one from afar.</summary>
internal static class MachinesHttp
{
    public static void MapMachines(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/me/machines", SiteRoutes.Reading, ShowAsync);
        routes.MapPost("/me/machines/pause", PauseAsync).DisableAntiforgery(); // OwnFormsOnly guards it
    }

    private static async Task<IResult> ShowAsync(HttpContext context, ContributorsGrpc contributors, CancellationToken cancellationToken)
    {
        if (context.Person() is not { } person)
            return SignInFirst.Answer(context);
        var (machines, count) = await contributors.ListMachinesAsync(person, cancellationToken);
        return Answers.Page<MachinesPage>(context, new { Person = person, Machines = machines, Count = count });
    }

    private static async Task<IResult> PauseAsync(HttpContext context, ContributorsGrpc contributors, PostedForm form, CancellationToken cancellationToken)
    {
        if (context.Person() is not { } person)
            return SignInFirst.Answer(context);
        return await contributors.PauseAsync(person, form["worker"], form["paused"] == "true", cancellationToken) is { } refusal ? Answers.Refuse(context, refusal) : Answers.SeeOther(context, "/me/machines");
    }
}
