namespace LaionGrid.Browser.Tests;

/// <summary>A test that needs Chromium; shown as skipped where there is none.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Chromium.Path is null)
            Skip = $"No Chromium. Install it (Debian: apt-get install chromium) or set {Chromium.Variable} to its executable.";
    }
}

/// <summary>A theory that needs Chromium.</summary>
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = new BrowserFactAttribute().Skip;
}

/// <summary>Where the browser is.</summary>
internal static class Chromium
{
    public const string Variable = "LAIONGRID_TEST_CHROMIUM";
    private const string Usual = "/usr/bin/chromium";

    /// <summary>Null when there is none. A path that was set counts even if nothing is there: a wrong one must fail, not skip.</summary>
    public static string? Path { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set ? set : File.Exists(Usual) ? Usual : null;

    /// <summary>Sandboxes need rights that containers lack; the rest keeps the browser from calling home.</summary>
    public static string[] Arguments { get; } =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
}
