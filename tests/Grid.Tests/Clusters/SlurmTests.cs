using System.Diagnostics;
using System.Runtime.Versioning;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Grid.Tests.Clusters;

/// <summary>Jobs of a real Slurm, by the example scripts, behind a gateway: pictures are made, none is lost, and nothing is left running.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SlurmTests
{
    /// <summary>Requests of eight pictures that wait: more than is made while Slurm takes long to say that a job goes on.</summary>
    private const int Ahead = 3;
    private const int MostStarts = 5;

    [SlurmFact]
    public async Task Jobs_OfACluster_MakePicturesAndGiveBackWhatTheyDoNotFinish()
    {
        await using var grid = new SiteGrid();
        await grid.StartCoordinatorAsync();
        grid.Gateway.Start();
        await grid.Gateway.SaysAsync("Leads to ");
        await using var cluster = await SlurmCluster.StartAsync();
        Equip(cluster, grid);

        await RenderInAnArrayAsync(grid, cluster);
        await GiveWayAndGoOnAsync(grid, cluster);
        await EndWithTheTimeAsync(grid, cluster);

        Assert.Equal(2, Seats(grid).Count()); // as many as there were workers at once, over six starts of one
        Assert.DoesNotContain(Process.GetProcesses(), process => IsOf(process, grid.Folder.Path));
    }

    /// <summary>Two tasks at once, each with a card.</summary>
    private static async Task RenderInAnArrayAsync(SiteGrid grid, SlurmCluster cluster)
    {
        var job = await cluster.SubmitAsync("array.sbatch", "--array=1-2", "--time=10");

        var makers = await grid.RenderByAsync(workers: 2);
        await cluster.RunAsync("scancel", job);
        await cluster.EndStateAsync(job);

        Assert.Equal(2, makers.Count);
        Assert.Equal(2, cluster.LogOf(job).Split("The job ends at ").Length - 1); // squeue was asked for each of the tasks, and understood
    }

    /// <summary>A job of the other partition wants the node: the lease comes back at once, though it would last for an hour, and the job goes on when it is started again.</summary>
    private static async Task GiveWayAndGoOnAsync(SiteGrid grid, SlurmCluster cluster)
    {
        var job = await cluster.SubmitAsync("preemptible.sbatch", "--partition=low", "--time=10");
        var starts = 0;
        do
        {
            var request = await grid.AskAsync(count: 1, steps: 100, $"preempted {starts}", seed: starts);
            await grid.UntilAsync(request, view => view.Jobs[0].Step >= 3);

            await cluster.RunAsync("srun", "--partition=high", "--cpus-per-task=8", "--time=1", "true");

            await grid.UntilAsync(request, view => view.Jobs[0].State == JobState.Queued || view.Jobs[0].PictureSha256.Length > 0);
            await cluster.RunAsync("scontrol", "update", $"JobId={job}", "StartTime=now+3"); // Slurm lets two minutes pass otherwise, and starts none in the second that it was ended in
            await grid.UntilAsync(request, view => view.Jobs[0].PictureSha256.Length > 0); // by the same job, started again
        }
        while (++starts < MostStarts && !cluster.LogOf(job).Contains("Gave the work back", StringComparison.Ordinal)); // a fast machine may have made the picture by then
        Assert.Contains("Gave the work back", cluster.LogOf(job), StringComparison.Ordinal);
        Assert.Contains($"Restarts={starts}", await cluster.RunAsync("scontrol", "show", "job", job), StringComparison.Ordinal);
        await cluster.RunAsync("scancel", job);
        await cluster.EndStateAsync(job);
    }

    /// <summary>One task with both cards is two workers. What they began is finished when the end is near, no more is taken, and the job ends by itself, as done.</summary>
    private static async Task EndWithTheTimeAsync(SiteGrid grid, SlurmCluster cluster)
    {
        var job = await cluster.SubmitAsync("array.sbatch", "--array=1-1", "--gpus=2", "--time=2", "--signal=USR1@10");
        var jobs = await FeedAsync(grid, cluster, job);

        Assert.Equal("COMPLETED", await cluster.EndStateAsync($"{job}_1"));
        var log = cluster.LogOf(job);
        Assert.Equal(2, log.Split("no more is taken").Length - 1);
        Assert.Contains("The job ends at ", log, StringComparison.Ordinal);
        Assert.DoesNotContain(jobs, one => one.State == JobState.Leased);
        Assert.Contains(jobs, one => one.PictureSha256.Length > 0);
        Assert.Contains(jobs, one => one.State == JobState.Queued);
    }

    /// <summary>Sees to it that there is always more to do than the job does, however fast the machine is. Ends with the job.</summary>
    private static async Task<IReadOnlyList<JobView>> FeedAsync(SiteGrid grid, SlurmCluster cluster, string job)
    {
        var requests = new List<string>();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(300));
        while (await cluster.IsLiveAsync(job) && await timer.WaitForNextTickAsync())
        {
            if (requests.Count < Ahead || (await SeeAsync(requests[^Ahead])).Any(one => one.State != JobState.Queued))
                requests.Add(await grid.AskAsync(count: 8, steps: 20, $"walltime {requests.Count}"));
        }
        return [.. (await Task.WhenAll(requests.Select(SeeAsync))).SelectMany(jobs => jobs)];

        async Task<IReadOnlyList<JobView>> SeeAsync(string request) => (await grid.Requests.GetAsync(new() { RequestId = request })).Jobs;
    }

    private static void Equip(SlurmCluster cluster, SiteGrid grid)
    {
        var program = Path.Combine(Directory.CreateDirectory(grid.Folder["bin"]).FullName, "laiongrid-worker");
        File.WriteAllText(program, $"#!/bin/sh\nexec dotnet {Repository.Program("laiongrid-worker")} \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        cluster.Environment["PATH"] = $"{grid.Folder["bin"]}:{Environment.GetEnvironmentVariable("PATH")}";
        cluster.Environment["LAIONGRID_KEY"] = grid.Key;
        cluster.Environment["LAIONGRID_SITE"] = grid.Folder["site"];
        cluster.Environment["LAIONGRID_SCRATCH"] = grid.Folder["scratch"];
        cluster.Environment["LAIONGRID_IDENTITIES"] = grid.Folder["identities"];
        cluster.Environment["LAIONGRID_DEVICE"] = "cpu";
    }

    private static IEnumerable<string> Seats(SiteGrid grid) => Directory.EnumerateDirectories(grid.Folder["identities"]).SelectMany(Directory.EnumerateDirectories);

    /// <summary>A worker of the cluster's: its environment names the test's folder.</summary>
    private static bool IsOf(Process process, string folder)
    {
        try
        {
            return process.ProcessName is "dotnet" && File.ReadAllText($"/proc/{process.Id}/environ").Contains($"LAIONGRID_SCRATCH={folder}", StringComparison.Ordinal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return false; // gone, or another's
        }
    }
}
