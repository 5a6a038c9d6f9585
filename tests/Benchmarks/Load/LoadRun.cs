using System.Diagnostics;
using System.Globalization;
using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;

namespace LaionGrid.Benchmarks.Load;

/// <summary>
/// One run: start the grid, warm it up, measure it idle, measure it at work, let it come to rest, kill it, audit its database. It gives up after its
/// timeout and then still tells what it has.
/// </summary>
internal sealed class LoadRun(LoadOptions options, LoadDatabase database, LoadGrid grid)
{
    private const long FirstWarmSeed = 2_000_000_000;

    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SoonestLook = TimeSpan.FromMilliseconds(20);
    private const double LookShare = 0.02; // of the time gone: the largest error that looking only now and then may make

    private readonly List<Figure> _figures = [];
    private readonly List<string> _remarks = [];
    private readonly List<string> _faults = [];

    public static async Task<LoadReport> RunAsync(LoadOptions options, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        await using var database = await LoadDatabase.CreateAsync(options, folder.Path);
        using var limit = new CancellationTokenSource(options.Timeout);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        LoadRun run;
        await using (var grid = await StartAsync(options, database, folder.Path, ending.Token, limit.Token))
        {
            run = new LoadRun(options, database, grid);
            try
            {
                await run.MeasureAsync(ending.Token);
            }
            catch (Exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                run._faults.Add($"the run did not end within {options.Timeout.TotalSeconds:0} s; {await database.PostedAsync(cancellationToken)} jobs are posted");
            }
            run._remarks.AddRange(grid.Said);
        }
        return await run.ReportAsync(folder.Path, cancellationToken);
    }

    private static async Task<LoadGrid> StartAsync(LoadOptions options, LoadDatabase database, string dataFolder, CancellationToken cancellationToken, CancellationToken limit)
    {
        try
        {
            return await LoadGrid.StartAsync(options, database, dataFolder, cancellationToken);
        }
        catch (Exception error) when (limit.IsCancellationRequested)
        {
            throw new CoordinatorFailedException($"The grid did not start, or its queue was not filled, within {options.Timeout.TotalSeconds:0} s, so nothing was measured. Give it more with --timeout.", error);
        }
    }

    private async Task MeasureAsync(CancellationToken cancellationToken)
    {
        var volunteers = await grid.EnrolAsync("volunteer", options.Workers, WorkerRole.Volunteer, options.WorkersPerClient, cancellationToken);
        var referees = await grid.EnrolAsync("referee", options.Referees * options.Coordinators, WorkerRole.Referee, options.WorkersPerClient, cancellationToken);
        if (options.Warmup > 0)
        {
            using var warm = new Tally(FirstWarmSeed, options.Warmup, options.Window);
            await using var crew = new Crew(volunteers, referees, warm, database, cancellationToken);
            await WorkAsync(warm, crew, arrival: null, cancellationToken);
            await crew.LeaveAsync();
        }
        using var tally = new Tally(0, options.Jobs, options.Window);
        var idle = await grid.EnrolAsync("idle", options.Idle, WorkerRole.Volunteer, options.WorkersPerClient, cancellationToken);
        await using var all = new Crew([.. volunteers, .. idle], referees, tally, database, cancellationToken);
        if (options.Idle > 0)
            _figures.AddRange(await new QuietWatch(grid).RunAsync(cancellationToken));
        if (options.Jobs > 0)
            await MeasureWorkAsync(tally, all, cancellationToken);
        await all.LeaveAsync();
    }

    private async Task MeasureWorkAsync(Tally tally, Crew crew, CancellationToken cancellationToken)
    {
        var before = await Usage.OfAsync(grid, database, cancellationToken);
        try
        {
            await WorkAsync(tally, crew, options.Arrival, cancellationToken);
        }
        finally
        {
            var used = await Usage.OfAsync(grid, database, CancellationToken.None) - before; // also of a run that did not end
            _figures.AddRange([.. used.Figures, .. tally.Figures, new("coordinator_rss_mib", "coordinators, resident, MiB", grid.ResidentMiB)]);
            _remarks.AddRange(tally.Refusals.Select(refusal => $"{refusal.Key}: {refusal.Value} times"));
        }
    }

    /// <summary>From the first submit until as many jobs as were submitted are posted. The database is asked only when the last picture is in.</summary>
    private async Task WorkAsync(Tally tally, Crew crew, double? arrival, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var wanted = await database.PostedAsync(cancellationToken) + tally.Jobs;
        var submitter = new Submitter(grid.Channels, tally);
        await (arrival is { } rate ? submitter.RunOpenAsync(rate, cancellationToken) : submitter.RunClosedAsync(cancellationToken));
        while (await database.PostedAsync(cancellationToken) < wanted)
        {
            crew.ThrowIfFailed();
            await (tally.AllRendered.IsCompleted
                ? Task.Delay(LookAgain(Stopwatch.GetElapsedTime(started)), cancellationToken)
                : Task.WhenAny(tally.AllRendered, Task.Delay(LookAnyway, cancellationToken)));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static TimeSpan LookAgain(TimeSpan gone) => TimeSpan.FromTicks(Math.Clamp((long)(LookShare * gone.Ticks), SoonestLook.Ticks, LookAnyway.Ticks));

    private async Task<LoadReport> ReportAsync(string dataFolder, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var audit = new GridAudit { Database = connection, HasBlob = GridAudit.BlobsIn(dataFolder), MayWait = options.Queued > 0 };
        _faults.AddRange(await audit.RunAsync(cancellationToken));
        return new(Title(await database.DescribeAsync(cancellationToken)), _figures, _remarks, _faults);
    }

    private string Title(string database) => string.Create(CultureInfo.InvariantCulture,
        $"{database}; coordinators {options.Coordinators}, workers {options.Workers}, jobs {options.Jobs} after {options.Warmup}, "
        + $"{(options.Arrival is { } rate ? $"{rate} a second" : "as fast as rendered")}, queued beforehand {options.Queued}, idle {options.Idle}; {Environment.ProcessorCount} cores");
}
