using LaionGrid.Web.Site;

namespace LaionGrid.Web.Volunteer;

/// <summary>The commands that make a machine a worker, on one system.</summary>
/// <param name="Steps">Three: bring it, join, let it run.</param>
public sealed record VolunteerView(VisitorSystem System, IReadOnlyList<VolunteerStep> Steps)
{
    private const string FromSource = "dotnet run -c Release --project worker/Daemon --";
    private const string Installed = "laiongrid-worker";

    /// <summary>The command that joins, for pages that show one.</summary>
    public string Run => Steps[1].Commands[0];

    /// <param name="key">Lets machines join for its owner; empty for none.</param>
    internal static VolunteerView Of(VisitorSystem system, SiteOptions site, string key = "")
    {
        var isInstalled = site.Release.Length > 0 && system.HasRelease;
        var program = isInstalled ? Installed : FromSource;
        return new(system, [isInstalled ? Install(system, site.Release) : Build(system, site.Repository), Join(system, program, site.PublicCoordinator, key), LetRun(program, isInstalled)]);
    }

    private static VolunteerStep Install(VisitorSystem system, string release) =>
        new("Install the program", "For you alone, without administrator rights. It compares what it fetches with the release’s hashes.", [system.InstallFrom(release.TrimEnd('/') + "/")]);

    private static VolunteerStep Build(VisitorSystem system, string repository) => repository.Length > 0
        ? new("Bring the tools and the source", "git and the .NET 10 SDK; skip the first line if you have them. The source is all there is: read it first if you like.", [system.Tools, $"git clone {repository} laiongrid\ncd laiongrid"])
        : new("Bring the tools and the source", "git and the .NET 10 SDK; skip this line if you have them. Ask whoever runs this site where the source is, and go into its folder.", [system.Tools]);

    private static VolunteerStep Join(VisitorSystem system, string program, string coordinator, string key)
    {
        var grid = Uri.TryCreate(coordinator, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback ? $"{coordinator} --allow-plain-http" : coordinator;
        return key.Length > 0
            ? new("Join as yourself", "Your key is in the command. It lets machines join for you and does nothing else; it is shown this once, and you can revoke it.", [system.WithKey(key, $"{program} setup --yes --coordinator {grid}")])
            : new("Answer four questions", "Who gets the credit, when it may run, how much disk and memory it may take. Then it measures the machine.", [$"{program} setup --coordinator {grid}"]);
    }

    private static VolunteerStep LetRun(string program, bool isInstalled) => isInstalled
        ? new("Let it run", "It starts when you log in from now on, and works while nobody uses the machine.", [$"{program} service install"])
        : new("Let it run", "It works while nobody uses the machine, for as long as this window is open.", [program]);
}

/// <summary>What to do, in words and in commands, each with its button.</summary>
public sealed record VolunteerStep(string Title, string Text, IReadOnlyList<string> Commands);
