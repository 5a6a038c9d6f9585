using System.Diagnostics;
using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Datasets.Releases;

/// <summary>"laiongrid-coordinator datasets ..." as an operator runs it: a process of its own, on the machine's clock.</summary>
public sealed class DatasetsProcessTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    [Theory, OnSqlite]
    public async Task Process_BuildsARelease_FindsItWholeAndNamesADamagedFile(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(kind);
        var pictures = await new ReleasableGrid(grid).AddAsync(3, DateTimeOffset.UtcNow.AddDays(-10), authors: 2, index => PaintedPng.Of(16, 16, (byte)(10 * index)));
        await using (var db = await new Story(grid).DbAsync())
        {
            db.Add(ReleasedAnswers.Of(JobId.From(pictures[0]), new AestheticAnswer(8), "r1"));
            await db.SaveChangesAsync();
        }
        await grid.StopAsync(); // its SQLite file has one coordinator

        var (built, said, _) = await RunAsync("build", "--daily", "--Data:Folder", grid.Folder["data"], "--Models:Folder", grid.Folder["models"]);
        Assert.Equal(0, built);
        Assert.Contains("3 pictures, ", said, StringComparison.Ordinal);
        var folder = Assert.Single(Directory.GetDirectories(grid.Folder[Path.Combine("data", "releases")]));

        var (whole, words, faults) = await RunAsync("verify", folder);
        Assert.Equal((0, $"{folder} is whole.", ""), (whole, words.Trim(), faults));

        var table = Path.Combine(folder, "data", "ratings", "000000.parquet");
        var bytes = await File.ReadAllBytesAsync(table);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(table, bytes);
        (whole, words, faults) = await RunAsync("verify", folder);
        Assert.Equal(1, whole);
        Assert.Contains($"{table} has other bytes than the release", faults, StringComparison.Ordinal);
        Assert.Contains("fault", words, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "laiongrid-coordinator.dll"), "datasets", .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The coordinator did not start.");
        using var longest = new CancellationTokenSource(Longest);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(longest.Token), process.StandardError.ReadToEndAsync(longest.Token));
            await process.WaitForExitAsync(longest.Token);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
