using System.Runtime.CompilerServices;
using Xunit;

namespace LaionGrid.TestKit.S3;

/// <summary>A test that needs a server that speaks S3; shown as skipped where it is not installed.</summary>
public sealed class S3FactAttribute : FactAttribute
{
    public S3FactAttribute()
    {
        if (Program is null)
            Skip = "No S3 server. Install Node.js, and the server with: npm ci --prefix tests/TestKit/S3";
    }

    /// <summary>The server's program, for Node.js to run; null when it is not installed.</summary>
    public static string? Program { get; } = Find();

    private static string? Find([CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here) ?? "", "node_modules", "s3rver", "bin", "s3rver.js");
        return File.Exists(path) ? path : null;
    }
}
