namespace LaionGrid.Benchmarks;

/// <summary>Where the bundled model lies.</summary>
internal static class PocketFolder
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(System.IO.Path.Combine(folder, "LaionGrid.sln")))
            folder = System.IO.Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Run the benchmarks from within the repository.");
        return System.IO.Path.Combine(folder, "models", "pocket");
    }
}
