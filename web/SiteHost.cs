using LaionGrid.Web.Annotate;
using LaionGrid.Web.Api;
using LaionGrid.Web.Ask;
using LaionGrid.Web.Contributors;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Datasets.Arena;
using LaionGrid.Web.Datasets.Explorer;
using LaionGrid.Web.Datasets.Releases;
using LaionGrid.Web.Gallery;
using LaionGrid.Web.Help;
using LaionGrid.Web.Home;
using LaionGrid.Web.Keyboard;
using LaionGrid.Web.Leaderboard;
using LaionGrid.Web.Moderation;
using LaionGrid.Web.Network;
using LaionGrid.Web.Operate;
using LaionGrid.Web.People;
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
        // Every statement to the people's database; and that its keys lie unencrypted in the site's own folder, which is meant.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Error).AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // A start that fails is told by StartFailure in one line; the host would put a stack trace before it.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.WebHost.ConfigureKestrel(kestrel => (kestrel.AddServerHeader, kestrel.Limits.MaxRequestBodySize) = (false, MaxFormBytes));
        builder.Services.AddSingleton(TimeProvider.System).AddRazorComponents();
        builder.Services.AddSite().AddPeople(builder.Configuration).AddCoordinator().AddNetwork().AddApi().AddGallery().AddModeration().AddAnnotate().AddExplorer().AddSingleton<ProgressStream>().AddAsk();
        adjust?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseSite();
        app.UsePeople();
        MapPages(app);
        return app;
    }

    private static void MapPages(WebApplication app)
    {
        app.MapHome();
        app.MapAsk();
        app.MapProgress();
        app.MapGallery();
        app.MapAnnotate();
        app.MapReleases();
        app.MapContributors();
        app.MapLeaderboard();
        app.MapArena();
        app.MapTeams();
        app.MapVolunteer();
        app.MapPeople();
        app.MapKeyboard();
        app.MapModeration();
        app.MapOperate();
        app.MapNetwork();
        app.MapData();
        app.MapHelp();
        app.MapApi();
        app.MapSite();
    }
}
