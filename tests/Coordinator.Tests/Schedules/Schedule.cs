using System.Globalization;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Tests.Schedules;

/// <summary>
/// One random life of a few jobs: each number decides a deed, to whom and how. Any list of numbers is a schedule, so one that fails can be
/// shortened by leaving numbers out.
/// </summary>
internal sealed class Schedule(ModelledGrid grid, string name, int mostJobs, IReadOnlyList<long> draws)
{
    private const int MostRounds = 30;
    private const byte Honest = 100;
    private const byte Bad = 200;

    private readonly List<string> _story = [];
    private int _asks;
    private long _draw;

    private GridModel Model => grid.Model;

    /// <summary>What happened, a line a deed.</summary>
    public IReadOnlyList<string> Story => _story;

    public static IReadOnlyList<long> Draw(int seed, int length)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, length).Select(_ => random.NextInt64()).ToList();
    }

    /// <summary>After each deed, coordinator and model stand alike; at rest, the audit finds nothing.</summary>
    public async Task RunAsync()
    {
        await grid.BeginAnewAsync(name);
        foreach (var draw in draws)
        {
            _draw = draw;
            await StepAsync();
            await grid.CompareAsync();
        }
        await RestAsync();
        Assert.Empty(await grid.AuditAsync());
    }

    private Task StepAsync() => Pick(21) switch
    {
        0 or 1 => SubmitAsync(),
        2 => SubmitAgainAsync(),
        3 or 4 or 5 or 6 => OfferOrTakeAsync(grid.Volunteers[Math.Max(0, Pick(4) - 1)]), // one more often than the others: what is recalled wants two pictures of one worker
        7 or 8 => OfferOrTakeAsync(Of(grid.Referees)),
        9 => OnAttemptAsync("is claimed", (attempt, _, wrong) => grid.ClaimAsync(attempt, wrong)),
        10 => OnAttemptAsync("beats", (attempt, _, wrong) => grid.HeartbeatAsync(attempt, wrong)),
        11 => OnAttemptAsync("uploads", grid.UploadAsync),
        12 => OnAttemptAsync("completes", grid.CompleteAsync),
        13 or 14 => OnAttemptAsync("is claimed, uploads and completes", DeliverAsync),
        15 => OnAttemptAsync("fails", (attempt, _, wrong) => grid.EndAsync(attempt, AttemptState.Failed, wrong)),
        16 => OnAttemptAsync("is given back", (attempt, _, wrong) => grid.EndAsync(attempt, AttemptState.GivenBack, wrong)),
        17 => Pick(3) == 0 ? CancelAsync() : VerifyAsync(),
        18 or 19 => ExpireAsync(TimeSpan.FromSeconds(Of([4, 4, 6, 6, 12, 21]))),
        _ => Pick(4) == 0 ? RestartAsync() : ReattendAsync(Of([.. grid.Volunteers, .. grid.Referees])),
    };

    private async Task SubmitAsync()
    {
        if (Model.Jobs.Count >= mostJobs)
        {
            await OfferAsync(Of(grid.Volunteers));
            return;
        }
        var count = 1 + Pick(2);
        Tell($"{count} asked for");
        await grid.SubmitAsync($"{name}-{++_asks}", count);
    }

    private async Task SubmitAgainAsync()
    {
        if (Model.Jobs.Count == 0)
        {
            await SubmitAsync();
            return;
        }
        var job = Of(Model.Jobs);
        Tell($"{job.Name} asked for again");
        await grid.SubmitAgainAsync(job);
    }

    private async Task<ModelAttempt?> OfferAsync(CallingWorker worker)
    {
        Tell($"a {worker.Role} attends");
        var attempt = await grid.OfferAsync(worker);
        Tell(attempt is null ? "  and is offered nothing" : $"  and is offered {attempt.Job.Name} as attempt {attempt.Fence}");
        return attempt;
    }

    private async Task OfferOrTakeAsync(CallingWorker worker)
    {
        var isTaking = Pick(2) == 0;
        if (await OfferAsync(worker) is { } attempt && isTaking)
            await grid.ClaimAsync(attempt, Wrong.Nothing);
    }

    /// <summary>Mostly one that may come to a picture yet; also those that have ended, whose workers do not know it yet.</summary>
    private async Task OnAttemptAsync(string what, Func<ModelAttempt, byte, Wrong, Task> deed)
    {
        var hopeful = Model.Attempts.Where(attempt => attempt.IsLive || attempt.MayBringLate(grid.Now)).ToList();
        var among = hopeful.Count > 0 && Pick(4) > 0 ? hopeful : Model.Attempts.ToList();
        if (among.Count == 0)
        {
            await SubmitAsync();
            return;
        }
        var attempt = Of(among);
        var (shade, wrong) = (attempt.IsRender && Pick(3) == 0 ? Bad : Honest, PickWrong());
        Tell($"{attempt.Job.Name} attempt {attempt.Fence} {what} (shade {shade}, wrong: {wrong})");
        await deed(attempt, shade, wrong);
    }

    private async Task DeliverAsync(ModelAttempt attempt, byte shade, Wrong wrong)
    {
        await grid.ClaimAsync(attempt, wrong);
        await grid.UploadAsync(attempt, shade, wrong);
        await grid.CompleteAsync(attempt, shade, wrong);
    }

    private async Task CancelAsync()
    {
        if (Model.Jobs.Count == 0)
        {
            await SubmitAsync();
            return;
        }
        var job = Of(Model.Jobs);
        Tell($"the request of {job.Name} is cancelled");
        await grid.CancelAsync(job);
    }

    private Task VerifyAsync()
    {
        Tell("verdicts");
        return grid.VerifyAsync();
    }

    private Task ExpireAsync(TimeSpan after)
    {
        Tell(string.Create(CultureInfo.InvariantCulture, $"{after.TotalSeconds} s go by"));
        return grid.ExpireAsync(after);
    }

    private Task RestartAsync()
    {
        Tell("the coordinator restarts");
        return grid.RestartAsync();
    }

    private Task ReattendAsync(CallingWorker worker)
    {
        var isHolding = Pick(2) == 0;
        Tell($"a {worker.Role} begins anew with {(isHolding ? "all" : "nothing")} it held");
        return grid.ReattendAsync(worker, isHolding);
    }

    /// <summary>Everybody does their work, late ones first, until every job is final.</summary>
    private async Task RestAsync()
    {
        foreach (var late in Model.Attempts.Where(attempt => attempt.MayBringLate(grid.Now)).ToList())
            await DeliverAsync(late, late.Fence % 2 == 0 ? Bad : Honest, Wrong.Nothing);
        for (var round = 0; !Model.IsAtRest; round++)
        {
            Assert.True(round < MostRounds, "The grid does not come to rest.");
            await ExpireAsync(TimeSpan.FromSeconds(31)); // a term, and the half in which those from before a restart are found
            foreach (var worker in new[] { grid.Volunteers[0], grid.Referees[0], grid.Referees[1] })
            {
                while (await OfferAsync(worker) is { } attempt)
                    await DeliverAsync(attempt, Honest, Wrong.Nothing);
                await VerifyAsync();
            }
            await grid.CompareAsync();
        }
    }

    private Wrong PickWrong() => Pick(8) switch
    {
        0 => Wrong.Fence,
        1 => Wrong.Worker,
        _ => Wrong.Nothing,
    };

    private T Of<T>(IReadOnlyList<T> items) => items[Pick(items.Count)];

    /// <summary>The next decision that the number holds.</summary>
    private int Pick(int choices)
    {
        (_draw, var pick) = Math.DivRem(_draw, choices);
        return (int)pick;
    }

    private void Tell(string line) => _story.Add(line);
}
