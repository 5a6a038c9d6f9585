using LaionGrid.TestKit.Chaos;

namespace LaionGrid.Grid.Tests;

/// <summary>
/// Coordinator, workers, their networks and the database are killed, cut off and held up at instants that a seed chooses, while pictures are asked
/// for: each arrives, and none is paid twice.
/// </summary>
public sealed class ChaosTests
{
    private const int Faults = 6;
    private const int AsksBetween = 3;

    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Grid_OnSqlite_WhateverBreaks_DeliversEachPictureOnce(int seed) => SurviveAsync(seed, null);

    [Theory, OnPostgresCluster(3)]
    public async Task Grid_OnPostgres_WhateverBreaks_DeliversEachPictureOnce(int seed)
    {
        using var cluster = new PostgresCluster();
        await SurviveAsync(seed, cluster);
    }

    private static async Task SurviveAsync(int seed, PostgresCluster? cluster)
    {
        var random = new Random(seed);
        await using var grid = await ChaosGrid.StartAsync(seed, cluster);
        for (var fault = 0; fault < Faults; fault++)
        {
            for (var ask = 0; ask < AsksBetween; ask++)
                await grid.AskAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(200)), TimeProvider.System); // where in a picture's life it falls
            await grid.BreakAsync(random, TimeSpan.FromMilliseconds(random.Next(50, 600)));
        }

        var findings = await grid.AuditAsync(Rest);

        Assert.True(findings.Count == 0, $"{string.Join('\n', findings)}\n{grid.Said}");
        Assert.Equal(grid.Asked, await grid.DoneAsync());
    }
}
