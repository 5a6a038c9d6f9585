namespace LaionGrid.Grid.Tests;

/// <summary>Where this repository's own files lie.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Models => Path.Combine(Root, "models");

    /// <summary>A program as the tests' build left it beside them.</summary>
    public static string Program(string name) => Path.Combine(AppContext.BaseDirectory, $"{name}.dll");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LaionGrid.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException($"No LaionGrid.sln above {AppContext.BaseDirectory}.");
    }
}
