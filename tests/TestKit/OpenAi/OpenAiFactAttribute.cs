using System.Runtime.CompilerServices;
using Xunit;

namespace LaionGrid.TestKit.OpenAi;

/// <summary>A test that OpenAI's own client takes part in, on Node.js; shown as skipped where it is not installed.</summary>
public sealed class OpenAiFactAttribute : FactAttribute
{
    public OpenAiFactAttribute()
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
            Skip = "OpenAI's client is not installed. Install Node.js, and the client with: npm ci --prefix tests/TestKit/OpenAi";
    }

    /// <summary>The folder with the script and the client it uses.</summary>
    public static string Folder { get; } = Here();

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here) ?? "";
}
