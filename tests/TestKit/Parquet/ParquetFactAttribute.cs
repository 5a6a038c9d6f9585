using System.Runtime.CompilerServices;
using Xunit;

namespace LaionGrid.TestKit.Parquet;

/// <summary>A test that reads a file with readers of others; shown as skipped where they are not installed.</summary>
public sealed class ParquetFactAttribute : FactAttribute
{
    public ParquetFactAttribute()
    {
        if (!IsInstalled)
            Skip = "No outside Parquet readers. Install Node.js, and the readers with: npm ci --prefix tests/TestKit/Parquet";
    }

    /// <summary>The folder with the scripts and the readers they use.</summary>
    public static string Folder { get; } = Here();

    public static bool IsInstalled => Directory.Exists(Path.Combine(Folder, "node_modules"));

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here) ?? "";
}
