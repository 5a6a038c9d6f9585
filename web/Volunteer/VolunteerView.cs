using LaionGrid.Web.Site;

namespace LaionGrid.Web.Volunteer;

/// <summary>The commands that make a machine a worker, on one system.</summary>
/// <param name="Fetch">Empty when the operator has not said where the source is.</param>
public sealed record VolunteerView(VisitorSystem System, string Fetch, string Run)
{
    internal static VolunteerView Of(VisitorSystem system, SiteOptions site) => new(
        system,
        site.Repository.Length > 0 ? $"git clone {site.Repository} laiongrid\ncd laiongrid" : "",
        string.Join(
            system.LineEnd, "dotnet run -c Release --project worker/Daemon --", $"--coordinator {site.PublicCoordinator}", "--name my-machine --contributor my-name"));
}
