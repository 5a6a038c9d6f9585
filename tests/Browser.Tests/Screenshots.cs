using Microsoft.Playwright;

namespace LaionGrid.Browser.Tests;

/// <summary>Pictures of pages, for whoever reviews how they look.</summary>
internal static class Screenshots
{
    /// <summary>A folder; none are taken without.</summary>
    public const string Variable = "LAIONGRID_TEST_SCREENSHOTS";

    public static async Task KeepAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
    }
}
