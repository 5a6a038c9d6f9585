using LaionGrid.Web.Site;

namespace LaionGrid.Web.Volunteer;

/// <summary>The commands that make a machine a worker, on one system.</summary>
public sealed record VolunteerView(VisitorSystem System, string Fetch, string Run)
{
    internal static VolunteerView Of(VisitorSystem system, SiteOptions site) => new(
        system,
        $"git clone {site.Repository} laiongrid\ncd laiongrid",
        string.Join(
            system.LineEnd, "dotnet run --project worker/Daemon --", $"--coordinator {site.PublicCoordinator}", "--name my-machine --contributor my-name"));
}
