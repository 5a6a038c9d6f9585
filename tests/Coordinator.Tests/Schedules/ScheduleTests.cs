using System.Globalization;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Schedules;

/// <summary>
/// A thousand random schedules of submits, offers, claims, heartbeats, lapses, uploads, completions, failures, cancellations, verdicts and
/// restarts, right and wrong, in any order: jobs and attempts always stand as an independent model says, and at rest nothing is lost or paid twice.
/// </summary>
public sealed class ScheduleTests
{
    private const int Length = 40;

    /// <summary>Plays only this seed, when it is set.</summary>
    private const string SeedVariable = "LAIONGRID_TEST_SEED";

    [Theory]
    [InlineData(1, 250, 1.0)]
    [InlineData(251, 500, 1.0)]
    [InlineData(501, 750, 1.0)]
    [InlineData(751, 1000, 0.01)]
    public async Task Jobs_InAnySchedule_StandAsTheModelSays(int first, int last, double auditRate)
    {
        await using var grid = await StartAsync(auditRate);
        var only = int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), CultureInfo.InvariantCulture, out var seed) ? seed : (int?)null;
        foreach (var one in Enumerable.Range(first, last - first + 1).Where(one => only is null || one == only))
        {
            var draws = Schedule.Draw(one, Length);
            if (await PlayAsync(grid, $"{one}", draws) is not null)
                Assert.Fail(await ExplainAsync(one, auditRate, draws));
        }
    }

    private static Task<CoordinatorUnderTest> StartAsync(double auditRate) => CoordinatorUnderTest.CreateAsync(
        DatabaseKind.Sqlite, "--Jobs:MaxFailures", $"{GridModel.MaxFailures}", "--Verification:ProvingAudits", "0", "--Verification:SteadyRate", string.Create(CultureInfo.InvariantCulture, $"{auditRate}"));

    /// <summary>What went wrong, and what had happened before; null when nothing did.</summary>
    private static async Task<string?> PlayAsync(CoordinatorUnderTest coordinator, string name, IReadOnlyList<long> draws)
    {
        var model = new GridModel();
        var grid = new ModelledGrid(coordinator, model);
        var schedule = new Schedule(grid, model, name, draws);
        try
        {
            await grid.StaffAsync();
            await schedule.RunAsync();
            return null;
        }
        catch (Exception error)
        {
            return $"{string.Join('\n', schedule.Story)}\n{error}";
        }
    }

    /// <summary>The failure of the shortest schedule that is found by leaving out deeds one by one.</summary>
    private static async Task<string> ExplainAsync(int seed, double auditRate, IReadOnlyList<long> draws)
    {
        var failure = "It did not fail again on a new database.";
        for (var index = draws.Count; index >= 0; index--)
        {
            var shorter = index == draws.Count ? draws : [.. draws.Where((_, at) => at != index)];
            await using var grid = await StartAsync(auditRate);
            if (await PlayAsync(grid, $"{seed}", shorter) is { } still)
                (draws, failure) = (shorter, still);
        }
        return $"Schedule {seed} ({SeedVariable}={seed} plays it alone), shortened to {draws.Count} deeds:\n{failure}";
    }
}
