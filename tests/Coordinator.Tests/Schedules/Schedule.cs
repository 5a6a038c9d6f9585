using System.Globalization;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Tests.Schedules;

/// <summary>
/// One random life of a few jobs: each number decides a deed, to whom and how. Any list of numbers is a schedule, so one that fails can be
/// shortened by leaving numbers out.
/// </summary>
internal sealed class Schedule(ModelledGrid grid, string name, IReadOnlyList<long> draws)
{
    private const int MostJobs = 3;
    private const int MostRounds = 30;
    private const byte Honest = 100;

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
        grid.BeginAnew();
        foreach (var draw in draws)
        {
            _draw = draw;
            await StepAsync();
            await grid.CompareAsync();
        }
        await RestAsync();
        Assert.Empty(await grid.AuditAsync());
    }

    private Task StepAsync() => Pick(20) switch
    {
        0 or 1 => SubmitAsync(),
        2 => SubmitAgainAsync(),
        3 or 4 or 5 => OfferAsync(Of(grid.Volunteers)),
        6 or 7 => OfferAsync(Of(grid.Referees)),
        8 => OnAttemptAsync("is claimed", attempt => grid.ClaimAsync(attempt, PickWrong())),
        9 => OnAttemptAsync("beats", attempt => grid.HeartbeatAsync(attempt, PickWrong())),
        10 => OnAttemptAsync("uploads", attempt => grid.UploadAsync(attempt, PickShade(attempt), PickWrong())),
        11 => OnAttemptAsync("completes", attempt => grid.CompleteAsync(attempt, PickShade(attempt), PickWrong())),
        12 or 13 => OnAttemptAsync("delivers", attempt => DeliverAsync(attempt, PickShade(attempt))),
        14 => OnAttemptAsync("fails", attempt => grid.EndAsync(attempt, AttemptState.Failed, PickWrong())),
        15 => OnAttemptAsync("is given back", attempt => grid.EndAsync(attempt, AttemptState.GivenBack, PickWrong())),
        16 => Pick(3) == 0 ? CancelAsync() : VerifyAsync(),
        17 => VerifyAsync(),
        18 => ExpireAsync(TimeSpan.FromSeconds(Of([3, 6, 12, 21]))),
        _ => Pick(4) == 0 ? RestartAsync() : ReattendAsync(Of([.. grid.Volunteers, .. grid.Referees])),
    };

    private async Task SubmitAsync()
    {
        if (Model.Jobs.Count >= MostJobs)
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

    /// <summary>Mostly a live one; also those that have ended, whose workers do not know it yet.</summary>
    private async Task OnAttemptAsync(string what, Func<ModelAttempt, Task> deed)
    {
        var live = Model.Live.ToList();
        var among = live.Count > 0 && Pick(4) > 0 ? live : Model.Attempts.ToList();
        if (among.Count == 0)
        {
            await SubmitAsync();
            return;
        }
        var attempt = Of(among);
        Tell($"{attempt.Job.Name} attempt {attempt.Fence} {what}");
        await deed(attempt);
    }

    private async Task DeliverAsync(ModelAttempt attempt, byte shade)
    {
        await grid.ClaimAsync(attempt);
        await grid.UploadAsync(attempt, shade);
        await grid.CompleteAsync(attempt, shade);
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

    /// <summary>Everybody does their work, until every job is final.</summary>
    private async Task RestAsync()
    {
        for (var round = 0; !Model.IsAtRest; round++)
        {
            Assert.True(round < MostRounds, "The grid does not come to rest.");
            await ExpireAsync(TimeSpan.FromSeconds(31)); // a term, and the half in which those from before a restart are found
            foreach (var worker in new[] { grid.Volunteers[0], grid.Referees[0] })
            {
                while (await OfferAsync(worker) is { } attempt)
                    await DeliverAsync(attempt, Honest);
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

    private byte PickShade(ModelAttempt attempt) => attempt.Audited is null && Pick(5) == 0 ? (byte)200 : Honest;

    private T Of<T>(IReadOnlyList<T> items) => items[Pick(items.Count)];

    /// <summary>The next decision that the number holds.</summary>
    private int Pick(int choices)
    {
        (_draw, var pick) = Math.DivRem(_draw, choices);
        return (int)pick;
    }

    private void Tell(string line) => _story.Add(line);
}
