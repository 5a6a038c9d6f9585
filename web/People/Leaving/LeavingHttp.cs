using LaionGrid.Web.Coordinator;
using LaionGrid.Web.People.SignIn;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.People.Leaving;

/// <summary>Taking one's data along, and deleting one's account.</summary>
internal static class LeavingHttp
{
    public static void MapLeaving(this IEndpointRouteBuilder routes)
    {
        var own = routes.MapGroup("/me").RequirePerson().CheckForms();
        own.MapMethods("/data", SiteRoutes.Reading, (HttpContext context) => Answers.Page<DataPage>(context, new { }));
        own.MapPost("/data", ExportAsync).Paced();
        var last = routes.MapGroup("/me/delete").RequirePerson().RequireFreshSignIn().CheckForms();
        last.MapMethods("", SiteRoutes.Reading, (HttpContext context) => Show(context, null));
        last.MapPost("", DeleteAsync);
        routes.MapMethods("/gone", SiteRoutes.Reading, (HttpContext context) => Answers.Page<GonePage>(context, new { }));
    }

    private static IResult Show(HttpContext context, Refusal? refusal) =>
        Answers.Page<DeletePage>(context, new { Name = context.Person()?.Name ?? "", Refusal = refusal }, refusal?.Status ?? StatusCodes.Status200OK);

    private static async Task<IResult> ExportAsync(HttpContext context, ExportPerson export)
    {
        context.Response.Headers.CacheControl = "no-store";
        return context.Person() is { } person
            ? Results.File(await export.RunAsync(SessionClaims.UserId(context), person, context.RequestAborted), "application/zip", $"laiongrid-{person.Name.Replace(' ', '-')}.zip")
            : Results.NotFound();
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, LeavePerson leave)
    {
        var name = context.Person()?.Name ?? "";
        if (!(await context.Request.ReadFormAsync(context.RequestAborted))["name"].ToString().Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
            return Show(context, Refusal.Invalid("delete.name_wrong", "name", $"To be sure, write your public name, {name}. Nothing was deleted."));
        var userId = SessionClaims.UserId(context);
        SessionCookie.Remove(context);
        try
        {
            await leave.RunAsync(userId, context.RequestAborted);
        }
        catch (CoordinatorAwayException)
        {
            // The wish is written down and the loop does it; the page says that it may take a while.
        }
        return Answers.SeeOther(context, "/gone");
    }
}
