using LaionGrid.Web.Coordinator;
using Microsoft.AspNetCore.Components.Forms;

namespace LaionGrid.Web.Site;

internal static class SiteRegistration
{
    private const long KeptBytes = 64 * 1024 * 1024;

    private static readonly Refusal NoSuchPage = new()
    {
        Kind = RefusalKind.NotFound,
        Code = "page.unknown",
        Message = "There is nothing at this address. It may be mistyped, or what was here was never rendered.",
    };

    public static IServiceCollection AddSite(this IServiceCollection services)
    {
        services.AddCheckedOptions<SiteOptions>(SiteOptions.Section).AddSingleton<Assets>().AddSingleton<Notices>().AddSingleton<PublicCache>();
        services.AddScoped<FormTokens>().AddScoped<AntiforgeryStateProvider>(provider => provider.GetRequiredService<FormTokens>());
        return services.AddOutputCache(cache =>
        {
            cache.AddPolicy(PublicPolicy.Name, new PublicPolicy());
            cache.SizeLimit = KeptBytes;
            cache.UseCaseSensitivePaths = true;
        });
    }

    public static void UseSite(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = context => Answers.Refuse(context, Failed).ExecuteAsync(context) });
        app.UseStatusCodePages(status => RefusalOf(status.HttpContext.Response.StatusCode) is { } refusal
            ? Answers.Refuse(status.HttpContext, refusal).ExecuteAsync(status.HttpContext)
            : Task.CompletedTask);
        app.UseMiddleware<Outage>();
        app.UseMiddleware<OwnFormsOnly>();
        app.UseMiddleware<AssetFiles>();
        app.UseRouting();
        app.UseCors();
        app.UseOutputCache();
        app.UseMiddleware<PublicAnswer>();
    }

    public static void MapSite(this IEndpointRouteBuilder routes) => routes.MapMethods("/health", SiteRoutes.Reading, () => Results.Text("ok\n"));

    private static Refusal? RefusalOf(int status) => status switch
    {
        StatusCodes.Status404NotFound => NoSuchPage,
        StatusCodes.Status415UnsupportedMediaType => NoJson,
        StatusCodes.Status400BadRequest => NotReadable,
        _ => null,
    };

    private static Refusal NotReadable { get; } = Refusal.Invalid("request.malformed", "", "A part of this address or form is not what it should be, such as a word where a number belongs. Take what you added out again, or begin at the page that led here.");

    private static Refusal NoJson { get; } = Refusal.Invalid("body.not_json", "", "The body was not sent as JSON. Send it with Content-Type: application/json.");

    private static Refusal Failed { get; } = new()
    {
        Kind = RefusalKind.Failed,
        Code = "site.failed",
        Message = "The site failed at this, and the failure is in its log. Trying again may help; if it does not, tell the operator what you did.",
    };
}
