using System.CommandLine;
using System.Diagnostics;
using LaionGrid.Benchmarks.Pages;
using LaionGrid.Datasets.Explorer;
using LaionGrid.Datasets.Parquet;

namespace LaionGrid.Benchmarks.Explorer;

/// <summary>How fast is the explorer over a large data set, and how long does an import take? The real site and the real command, as processes of their own; it ends by itself.</summary>
internal sealed class ExplorerCommand
{
    private const double BytesPerMB = 1e6;

    private readonly Option<int> _rows = new("--rows") { DefaultValueFactory = _ => 1_000_000, Description = "Rows of the data set." };
    private readonly Option<int> _runs = new("--runs") { DefaultValueFactory = _ => 5, Description = "Times that each kind of page is asked for, in turn, after one that is not counted." };
    private readonly Option<int> _pages = new("--pages") { DefaultValueFactory = _ => 60, Description = "Pages of each kind in a run, each with another address." };
    private readonly Option<bool> _skipsImport = new("--no-import") { Description = "Leaves the import out." };

    public RootCommand Build()
    {
        var command = new RootCommand("Builds a data set of generated rows, imports one of LAION's shape, and asks the site for pages of it.") { _rows, _runs, _pages, _skipsImport };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var coordinator = await StandInCoordinator.StartAsync();
            await using var site = await SiteProcess.StartAsync(coordinator.Address, cancellationToken);
            var rows = parsed.GetValue(_rows);
            if (!parsed.GetValue(_skipsImport))
                await ImportAsync(site.Folder, rows, cancellationToken);
            BuildSet(site.Folder, rows);
            await AskAsync(site, parsed.GetValue(_runs), parsed.GetValue(_pages), cancellationToken);
            return 0;
        });
        return command;
    }

    private static async Task ImportAsync(string folder, int rows, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "laion.parquet");
        await using (var file = File.Create(path))
        {
            var writer = new ParquetWriter<ExplorerRow>(file, new ParquetColumns<ExplorerRow>().TextOrNull("URL", row => row.Url).Text("TEXT", row => row.Prompt).Int64OrNull("WIDTH", row => row.Width)
                .Int64OrNull("HEIGHT", row => row.Height).DoubleOrNull("similarity", row => row.Similarity).DoubleOrNull("punsafe", row => row.Unsafe).DoubleOrNull("pwatermark", row => row.Watermark)
                .DoubleOrNull("AESTHETIC_SCORE", row => row.Score));
            foreach (var row in GeneratedRows.Of(rows))
                writer.Write(row);
            writer.Finish();
        }
        var start = Stopwatch.GetTimestamp();
        using var import = Process.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "laiongrid-web.dll"), "datasets", "import", path, "--name", "laion", "--Site:Folder", folder])
            ?? throw new InvalidOperationException("The import did not start.");
        var most = 0L;
        while (!import.WaitForExit(TimeSpan.FromMilliseconds(200)))
        {
            import.Refresh();
            most = import.HasExited ? most : Math.Max(most, import.WorkingSet64);
        }
        Console.WriteLine($"Import of {rows:N0} rows, a Parquet file of {new FileInfo(path).Length / BytesPerMB:0} MB: {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s, exit code {import.ExitCode}, at most {most / BytesPerMB:0} MB of memory.");
        File.Delete(path);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static void BuildSet(string folder, int rows)
    {
        Directory.CreateDirectory(Path.Combine(folder, "explorer"));
        var path = Path.Combine(folder, "explorer", "generated.sqlite");
        var start = Stopwatch.GetTimestamp();
        using var builder = new ExplorerBuilder(path, new("generated", ExplorerAbout.Import, "Generated rows"));
        foreach (var row in GeneratedRows.Of(rows))
            builder.Add(row);
        var added = Stopwatch.GetElapsedTime(start);
        builder.Finish();
        Console.WriteLine($"Built {rows:N0} rows of all columns in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s, of which {added.TotalSeconds:0.0} s made and took them; the file has {new FileInfo(path).Length / BytesPerMB:0} MB.");
    }

    private static async Task AskAsync(SiteProcess site, int runs, int pages, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        PageTimes[] kinds = [.. Kinds()];
        for (var run = 0; run <= runs; run++)
            foreach (var kind in kinds)
                await kind.RunAsync(site, http, pages, isCounted: run > 0, cancellationToken);
        Console.WriteLine("| page | p50 | p95 least | p95 middle | p95 most | processor a page |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var kind in kinds)
            Console.WriteLine(kind);
        Console.WriteLine($"The site held {site.ResidentMiB:0} MiB in the end.");
    }

    private static IEnumerable<PageTimes> Kinds()
    {
        const string Images = "/data/images?set=generated";
        string Rare(int i) => GeneratedRows.WordOf(3000 + i * 7);
        string Middle(int i) => GeneratedRows.WordOf(40 + i % 400);
        string Common(int i) => GeneratedRows.WordOf(8 + i % 20);
        yield return new("everything, by score", i => $"{Images}&min_score={3 + i / 1000.0}");
        yield return new("two words, by score", i => $"{Images}&q={Middle(i)}%20{Middle(i * 3 + 1)}&n={i}");
        yield return new("a rare word, by score", i => $"{Images}&q={Rare(i)}&n={i}");
        yield return new("a word with tens of thousands of hits, by score", i => $"{Images}&q={Common(i)}&n={i}");
        yield return new("the same, by rating", i => $"{Images}&q={Common(i)}&sort=rating&n={i}");
        yield return new("the same, by similarity", i => $"{Images}&q={Common(i)}&sort=similarity&n={i}");
        yield return new("everything, by rating", i => $"{Images}&sort=rating&min_rating={1 + i / 1000.0}");
        yield return new("one model, by score", i => $"{Images}&model=model-{i % 12}&n={i}");
        yield return new("one site and one model, by score", i => $"{Images}&model=model-{i % 12}&domain=site{i % 50}.example&n={i}");
        yield return new("one tag, newest", i => $"{Images}&tag=tag-{i % 40}&sort=newest&n={i}");
        yield return new("terms", i => $"/data/terms?set=generated&kind=artist&least={i}");
        yield return new("words that meet", i => $"/data/words?set=generated&word={Middle(i)}&n={i}");
        yield return new("models", i => $"/data/models?set=generated&n={i}");
    }
}
