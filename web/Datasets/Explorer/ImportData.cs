using System.Text.RegularExpressions;
using LaionGrid.Datasets.Explorer;
using LaionGrid.Datasets.Import;
using LaionGrid.Web.Site;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.Datasets.Explorer;

/// <summary>
/// "laiongrid-web datasets import FILE --name NAME [--title TITLE] [--license LICENSE]": puts a LAION-style file into the explorer. Whoever may write the site's folder may do it, while the site runs:
/// the data set is there whole, or not at all.
/// </summary>
internal static partial class ImportData
{
    private const int RowsBetweenWords = 250_000;

    /// <summary>Whether the command line asks for it.</summary>
    public static bool Is(string[] args) => args is ["datasets", "import", _, ..];

    /// <param name="options">Of the site: its folder.</param>
    /// <param name="args">The whole command line.</param>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(IOptions<SiteOptions> options, IConfiguration settings, TimeProvider time, string[] args)
    {
        var (file, name) = (args[2], settings["name"] ?? "");
        if (!Name().IsMatch(name))
            return await RefuseAsync("datasets.name: --name must name the data set in lower-case letters, digits, points and hyphens, such as --name laion-aesthetics-6plus.");
        var folder = options.Value.PathOf("explorer");
        Directory.CreateDirectory(folder);
        try
        {
            await using var stream = File.OpenRead(file);
            var start = time.GetTimestamp();
            var rows = Import(stream, Path.Combine(folder, $"{name}.sqlite"), new(name, ExplorerAbout.Import, settings["title"] ?? name, settings["license"]));
            Console.WriteLine($"{Units.Count(rows)} rows are in the data set {name} after {Units.Duration(time.GetElapsedTime(start))}. The site shows it at /data.");
            return 0;
        }
        catch (InvalidDataException error)
        {
            return await RefuseAsync($"datasets.file: {file} was not imported. {error.Message}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or SqliteException)
        {
            return await RefuseAsync($"datasets.file: {file} was not imported, and nothing was changed: {error.Message}");
        }
    }

    private static long Import(Stream stream, string path, ExplorerAbout about)
    {
        using var builder = new ExplorerBuilder(path, about);
        foreach (var row in LaionFile.Read(stream))
        {
            builder.Add(row);
            if (builder.Count % RowsBetweenWords == 0)
                Console.WriteLine($"{Units.Count(builder.Count)} rows read ...");
        }
        Console.WriteLine("Indexing and counting ...");
        builder.Finish();
        return builder.Count;
    }

    private static async Task<int> RefuseAsync(string reason)
    {
        await Console.Error.WriteLineAsync(reason);
        return 1;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{0,63}$")]
    private static partial Regex Name();
}
