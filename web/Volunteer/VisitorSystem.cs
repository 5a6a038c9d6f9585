namespace LaionGrid.Web.Volunteer;

/// <summary>An operating system that the worker runs on.</summary>
/// <param name="Key">As addresses spell it.</param>
/// <param name="Install">One command that brings git and the .NET SDK.</param>
/// <param name="LineEnd">How its shell goes on in the next line.</param>
public sealed record VisitorSystem(string Key, string Title, string Install, string LineEnd)
{
    private static readonly VisitorSystem Linux = new("linux", "Linux", "sudo apt-get install -y git dotnet-sdk-10.0", " \\\n  ");
    private static readonly VisitorSystem Windows = new("windows", "Windows", "winget install Git.Git Microsoft.DotNet.SDK.10", " `\n  ");
    private static readonly VisitorSystem MacOs = new("macos", "macOS", "brew install git dotnet-sdk", " \\\n  ");

    public static IReadOnlyList<VisitorSystem> All { get; } = [Linux, Windows, MacOs];

    /// <summary>Linux when the browser says nothing known.</summary>
    public static VisitorSystem Of(string userAgent) =>
        userAgent.Contains("Windows", StringComparison.OrdinalIgnoreCase) ? Windows
        : userAgent.Contains("Mac OS", StringComparison.OrdinalIgnoreCase) ? MacOs
        : Linux;
}
