using LaionGrid.Web.Ask;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Gallery;
using LaionGrid.Web.Home;
using LaionGrid.Web.Leaderboard;
using LaionGrid.Web.Progress;
using LaionGrid.Web.Site;
using LaionGrid.Web.Teams;
using LaionGrid.Web.Volunteer;

namespace LaionGrid.Web;

/// <summary>The public site as a table of contents: what every answer passes through, then every page in the order of a visit.</summary>
public static class SiteHost
{
    private const long MaxFormBytes = 64 * 1024;

    /// <summary>Builds the host; the caller runs it.</summary>
    /// <param name="args">Standard ASP.NET settings, such as "--urls" and "--Coordinator:Address".</param>
    /// <param name="adjust">Last changes to the services, for tests.</param>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? adjust = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        // Request lines hold query strings, and those may hold prompts, which are never logged.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // A start that fails is told by StartFailure in one line; the host would put a stack trace before it.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.WebHost.ConfigureKestrel(kestrel => (kestrel.AddServerHeader, kestrel.Limits.MaxRequestBodySize) = (false, MaxFormBytes));
        builder.Services.AddSingleton(TimeProvider.System).AddRazorComponents();
        builder.Services.AddSite().AddCoordinator().AddSingleton<ProgressStream>().AddSingleton<VisitorMark>();
        adjust?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseSite();
        MapPages(app);
        return app;
    }

    private static void MapPages(WebApplication app)
    {
        app.MapHome();
        app.MapAsk();
        app.MapProgress();
        app.MapGallery();
        app.MapLeaderboard();
        app.MapTeams();
        app.MapVolunteer();
        app.MapSite();
    }
}
