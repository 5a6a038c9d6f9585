using LaionGrid.Web.Coordinator;

namespace LaionGrid.Web.Site;

internal static class SiteRegistration
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    private static readonly Refusal NoSuchPage = new()
    {
        Kind = RefusalKind.NotFound,
        Code = "page.unknown",
        Message = "There is nothing at this address. It may be mistyped, or what was here was never rendered.",
    };

    public static IServiceCollection AddSite(this IServiceCollection services) =>
        services.AddCheckedOptions<SiteOptions>(SiteOptions.Section).AddSingleton<Assets>();

    public static void UseSite(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = context => Answers.Refuse(context, Failed).ExecuteAsync(context) });
        app.UseStatusCodePages(status => status.HttpContext.Response.StatusCode == StatusCodes.Status404NotFound
            ? Answers.Refuse(status.HttpContext, NoSuchPage).ExecuteAsync(status.HttpContext)
            : Task.CompletedTask);
        app.UseMiddleware<Outage>();
        app.UseMiddleware<OwnFormsOnly>();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = Assets.SetCaching });
        app.UseRouting();
    }

    public static void MapSite(this IEndpointRouteBuilder routes) => routes.MapReading("/health", () => Results.Text("ok\n"));

    /// <summary>Maps an address that is read, with its HEAD.</summary>
    public static void MapReading(this IEndpointRouteBuilder routes, string pattern, Delegate handler) => routes.MapMethods(pattern, Reading, handler);

    private static Refusal Failed { get; } = new()
    {
        Kind = RefusalKind.Failed,
        Code = "site.failed",
        Message = "The site failed at this, and the failure is in its log. Trying again may help; if it does not, tell the operator what you did.",
    };
}
