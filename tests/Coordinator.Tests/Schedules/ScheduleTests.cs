using System.Collections.Concurrent;
using System.Globalization;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Schedules;

/// <summary>
/// A thousand random schedules of submits, offers, claims, heartbeats, lapses, uploads, completions, failures, cancellations, verdicts and
/// restarts, right and wrong, in any order: jobs and attempts always stand as an independent model says, and at rest nothing is lost or paid twice.
/// </summary>
public sealed class ScheduleTests
{
    private const int Schedules = 1_000;
    private const int OnOneGrid = 100;
    private const int Length = 40;

    /// <summary>Plays only this seed, when it is set.</summary>
    private const string SeedVariable = "LAIONGRID_TEST_SEED";

    /// <summary>How attempts ended over all schedules, and how often.</summary>
    private readonly ConcurrentDictionary<string, int> _ends = new();

    [Fact]
    public async Task Jobs_InAnySchedule_StandAsTheModelSays()
    {
        var only = int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), CultureInfo.InvariantCulture, out var seed) ? seed : (int?)null;
        await Parallel.ForEachAsync(Enumerable.Range(0, Schedules).Where(one => only is null || one == only).Chunk(OnOneGrid), PlayAsync);
        if (only is null)
            Assert.Empty(EndsToMeet.Except(_ends.Keys));
    }

    /// <summary>Schedules that never come to these prove little.</summary>
    private static HashSet<string> EndsToMeet =>
    [
        "Rendered Accepted", "Rendered AcceptedUnaudited", "Rendered Rejected", "Rendered Recalled", "Answered None", "Failed None", "Expired None", "GivenBack None", "Stopped None",
        "Stopped None, overtaken", "Rendered Accepted, overtaken", "Rendered Rejected, overtaken",
    ];

    private async ValueTask PlayAsync(int[] seeds, CancellationToken cancellationToken)
    {
        await using var coordinator = await StartAsync(seeds[0]);
        var grid = await ModelledGrid.StartAsync(coordinator);
        foreach (var seed in seeds)
        {
            cancellationToken.ThrowIfCancellationRequested(); // another grid has failed
            var draws = Schedule.Draw(seed, Length);
            if (await PlayAsync(grid, seed, draws) is not null)
                Assert.Fail(await ExplainAsync(seed, draws));
            foreach (var attempt in grid.Model.Attempts)
                _ends.AddOrUpdate($"{attempt.State} {attempt.Verdict}{(attempt.OvertakenAt is null ? "" : ", overtaken")}", 1, (_, before) => before + 1);
        }
    }

    /// <summary>On every other grid contributors are trusted with most of what they do; on the others every picture is audited. Played pictures all look alike, which is not held against them.</summary>
    private static Task<CoordinatorUnderTest> StartAsync(int seed) => CoordinatorUnderTest.CreateAsync(
        DatabaseKind.Sqlite, "--Jobs:MaxFailures", $"{GridModel.MaxFailures}", "--Verification:ProvingAudits", "0", "--Verification:RateTimesPassed", "0",
        "--Verification:FaultFactor", "0", "--Verification:AlikeBits", "-1", "--Verification:SuspensionDays", "0", "--Verification:SteadyRate", seed / OnOneGrid % 2 == 1 ? "0.3" : "1");

    /// <summary>What went wrong, and what had happened before; null when nothing did.</summary>
    private static async Task<string?> PlayAsync(ModelledGrid grid, int seed, IReadOnlyList<long> draws)
    {
        var schedule = new Schedule(grid, $"{seed}", mostJobs: 1 + (seed % 3), draws);
        try
        {
            await schedule.RunAsync();
            return null;
        }
        catch (Exception error)
        {
            return $"{string.Join('\n', schedule.Story)}\n{error}";
        }
    }

    /// <summary>The failure of the shortest schedule that is found by leaving out deeds one by one.</summary>
    private static async Task<string> ExplainAsync(int seed, IReadOnlyList<long> draws)
    {
        var failure = "It did not fail again on a new database.";
        for (var index = draws.Count; index >= 0; index--)
        {
            var shorter = index == draws.Count ? draws : [.. draws.Where((_, at) => at != index)];
            await using var coordinator = await StartAsync(seed);
            if (await PlayAsync(await ModelledGrid.StartAsync(coordinator), seed, shorter) is { } still)
                (draws, failure) = (shorter, still);
        }
        return $"Schedule {seed} ({SeedVariable}={seed} plays it alone), shortened to {draws.Count} deeds:\n{failure}";
    }
}
