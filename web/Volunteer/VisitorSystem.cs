namespace LaionGrid.Web.Volunteer;

/// <summary>An operating system that the worker runs on.</summary>
/// <param name="Key">As addresses spell it.</param>
/// <param name="Tools">One command that brings git and the .NET SDK.</param>
/// <param name="LineEnd">How its shell goes on in the next line.</param>
/// <param name="HasRelease">Whether there is a program to install; otherwise it is built from source.</param>
public sealed record VisitorSystem(string Key, string Title, string Tools, string LineEnd, bool HasRelease)
{
    private static readonly VisitorSystem Linux = new("linux", "Linux", "sudo apt-get install -y git dotnet-sdk-10.0", " \\\n  ", HasRelease: true);
    private static readonly VisitorSystem Windows = new("windows", "Windows", "winget install Git.Git Microsoft.DotNet.SDK.10", " `\n  ", HasRelease: true);
    private static readonly VisitorSystem MacOs = new("macos", "macOS", "brew install git dotnet-sdk", " \\\n  ", HasRelease: false);

    /// <summary>For pages that are the same for everybody.</summary>
    public static VisitorSystem Usual => Linux;

    public static IReadOnlyList<VisitorSystem> All { get; } = [Linux, Windows, MacOs];

    /// <summary>By the hint that browsers send of themselves, or else by what they call themselves; Linux when nothing known is said.</summary>
    public static VisitorSystem Of(HttpRequest request) =>
        All.FirstOrDefault(system => request.Headers["Sec-CH-UA-Platform"].ToString().Trim('"') == system.Title) ?? Of(request.Headers.UserAgent.ToString());

    /// <summary>Linux when the browser says nothing known.</summary>
    public static VisitorSystem Of(string userAgent) =>
        userAgent.Contains("Windows", StringComparison.OrdinalIgnoreCase) ? Windows
        : userAgent.Contains("Mac OS", StringComparison.OrdinalIgnoreCase) ? MacOs
        : Linux;

    /// <summary>Fetches the installer from where releases lie, and runs it.</summary>
    /// <param name="release">With a slash at its end.</param>
    public string InstallFrom(string release) => this == Windows
        ? $"irm {release}install.ps1 -OutFile install.ps1\n.\\install.ps1 {release}"
        : $"curl -fsSLO {release}install.sh\nsh install.sh {release}";

    /// <summary>A command that finds the key in its environment, where no other user of the machine sees it.</summary>
    public string WithKey(string key, string command) => this == Windows ? $"$env:LAIONGRID_KEY = \"{key}\"\n{command}" : $"LAIONGRID_KEY={key}{LineEnd}{command}";
}
