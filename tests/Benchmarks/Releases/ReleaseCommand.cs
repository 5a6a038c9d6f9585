using System.CommandLine;
using System.Diagnostics;
using System.Security.Cryptography;
using LaionGrid.Coordinator.Datasets.Releases;
using LaionGrid.Coordinator.Datasets.Releases.Building;
using LaionGrid.Coordinator.Datasets.Releases.Verifying;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Benchmarks.Releases;

/// <summary>What does a release cost, in time and in memory, and is it the same bytes when it is built again of the same snapshot with the same secret?</summary>
internal sealed class ReleaseCommand
{
    private const int Authors = 1_000;

    private static readonly DateTimeOffset Start = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Option<int> _rows = new("--rows") { DefaultValueFactory = _ => 100_000, Description = "Pictures in the release." };
    private readonly Option<int> _pictures = new("--pictures") { DefaultValueFactory = _ => 10_000, Description = "Of them those whose bytes are in it." };
    private readonly Option<int> _bytes = new("--bytes") { DefaultValueFactory = _ => 25_000, Description = "Of each picture; about those of 128 x 128 pixels." };

    private readonly Option<int> _judged = new("--judged") { DefaultValueFactory = _ => 0, Description = "Pictures that three people each have answered about, six answers a person." };
    private readonly Option<bool> _apart = new("--apart") { Description = "First builds one in a process of its own, as an operator does: its memory is the release's alone." };
    private readonly Option<string[]> _other = new("--other") { DefaultValueFactory = _ => [], Description = "With --apart: paths of other builds' laiongrid-coordinator.dll, which build one of the same database before, to compare with." };
    private readonly Option<string> _database = new("--database") { DefaultValueFactory = _ => "", Description = "\"sqlite\" or \"postgres\"; both after one another by default, which adds to the second's memory." };

    public RootCommand Build()
    {
        var command = new RootCommand("Builds a release twice, on SQLite and on the PostgreSQL that LAIONGRID_TEST_POSTGRES names.") { _rows, _pictures, _bytes, _judged, _database, _apart, _other };
        command.SetAction(async (parsed, _) =>
        {
            DatabaseKind[] kinds = Postgres.Server is null ? [DatabaseKind.Sqlite] : [DatabaseKind.Sqlite, DatabaseKind.Postgres];
            foreach (var kind in kinds.Where(kind => parsed.GetValue(_database) is not { Length: > 0 } only || string.Equals(only, $"{kind}", StringComparison.OrdinalIgnoreCase)))
                await MeasureAsync(kind, parsed.GetValue(_rows), parsed.GetValue(_pictures), parsed.GetValue(_bytes), parsed.GetValue(_judged), parsed.GetValue(_apart) ? [.. parsed.GetValue(_other) ?? [], Path.Combine(AppContext.BaseDirectory, "laiongrid-coordinator.dll")] : []);
        });
        return command;
    }

    private static async Task MeasureAsync(DatabaseKind kind, int rows, int pictures, int bytes, int judged, string[] apart)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, "--Releases:PicturesWithBytes", $"{pictures}");
        var jobs = await new ReleasableGrid(grid).AddAsync(rows, Start, Authors, index => index < pictures ? Noise(index, bytes) : null);
        await JudgedPictures.AddAsync(grid, [.. jobs.Take(judged)], Start);
        foreach (var program in apart)
            await MeasureApartAsync(grid, program);
        grid.Time.Advance(Start.AddMinutes(rows).AddDays(5) - grid.Time.GetUtcNow());
        var (version, hashes) = (ReleaseVersion.OfDay(grid.Time.GetUtcNow()), new List<string>());
        for (var run = 0; run < 2; run++)
        {
            GC.Collect();
            using var memory = new PeakMemory();
            var clock = Stopwatch.StartNew();
            var outcome = await grid.Get<BuildRelease>().RunAsync(version, new ReleaseKeys(new byte[ReleaseKeys.SecretBytes]), null, default);
            var took = clock.Elapsed;
            var folder = Path.Combine(grid.Get<BuildRelease>().Root, version.ToString());
            hashes.Add(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(folder, "SHA256SUMS")))));
            Console.WriteLine($"{kind}, run {run + 1}: {outcome}; {took.TotalSeconds:F1} s, at most {memory.MiB} MiB resident, SHA256SUMS {hashes[^1][..16]}");
            clock.Restart();
            var faults = await VerifyRelease.RunAsync(folder, default).CountAsync();
            Console.WriteLine($"{kind}, run {run + 1}: verified in {clock.Elapsed.TotalSeconds:F1} s, {faults} faults");
            await ForgetAsync(grid, folder);
        }
        Console.WriteLine($"{kind}: the two are {(hashes[0] == hashes[1] ? "equal" : "DIFFERENT")}.");
    }

    private static async Task MeasureApartAsync(CoordinatorUnderTest grid, string program)
    {
        await grid.StopAsync();
        var clock = Stopwatch.StartNew();
        var (said, most) = await ReleaseProcess.RunAsync(grid, program);
        Console.WriteLine($"{grid.Kind}, apart by {program}: {said}; {clock.Elapsed.TotalSeconds:F1} s, at most {most} MiB resident");
        await grid.RebuildAsync();
        await ForgetAsync(grid, Path.Combine(grid.Get<BuildRelease>().Root, ReleaseVersion.OfDay(TimeProvider.System.GetUtcNow()).ToString()));
    }

    private static byte[] Noise(int seed, int bytes)
    {
        var noise = new byte[bytes];
        new Random(seed).NextBytes(noise);
        return noise;
    }

    private static async Task ForgetAsync(CoordinatorUnderTest grid, string folder)
    {
        Directory.Delete(folder, recursive: true);
        await using var db = await grid.Get<IDbContextFactory<GridDb>>().CreateDbContextAsync();
        await db.ReleasedPictures.ExecuteDeleteAsync();
        await db.ReleaseFiles.ExecuteDeleteAsync();
        await db.Releases.ExecuteDeleteAsync();
    }
}
