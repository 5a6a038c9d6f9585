using Grpc.Core;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;
using Client = LaionGrid.Contracts.V1.Operations.OperationsClient;

namespace LaionGrid.Coordinator.Tests.Ledger;

public sealed class ProveLedgerTests
{
    private static readonly Guid Device = new("22222222-2222-7222-8222-222222222222");

    [Theory]
    [OnSqlite("UPDATE ledger_balances SET \"AmountMflop\" = \"AmountMflop\" + 1 WHERE \"Book\" = 'Escrow'", "balances")]
    [OnPostgres("UPDATE ledger_balances SET \"AmountMflop\" = \"AmountMflop\" + 1 WHERE \"Book\" = 'Escrow'", "balances")]
    [OnSqlite("DELETE FROM ledger_balances", "balances")]
    [OnPostgres("DELETE FROM ledger_balances", "balances")]
    [OnSqlite("UPDATE tallies SET \"Amount\" = \"Amount\" + 1 WHERE \"Span\" = 'Day'", "tallies (Day)")]
    [OnPostgres("UPDATE tallies SET \"Amount\" = \"Amount\" + 1 WHERE \"Span\" = 'Day'", "tallies (Day)")]
    [OnSqlite("UPDATE tally_entries SET \"Count\" = 7", "tallies (Hour);tallies (Day);tallies (Always)")]
    [OnPostgres("UPDATE tally_entries SET \"Count\" = 7", "tallies (Hour);tallies (Day);tallies (Always)")]
    public async Task Prove_WhenAProjectionWasChanged_FindsItAndRebuildingMendsIt(DatabaseKind kind, string sql, string findings)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var scene = await FilledAsync(grid);
        Assert.Empty(await scene.ProveAsync());

        await scene.SpoilAsync(sql);

        Assert.Equal(findings.Split(';'), (await scene.ProveAsync()).Select(finding => finding[..finding.IndexOf(" are", StringComparison.Ordinal)]));
        await grid.Get<RebuildBalances>().RunAsync(default);
        Assert.Empty(await scene.ProveAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Prove_WhenALineWasChanged_NamesItsTransaction_AndNoRebuildingHidesIt(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var scene = await FilledAsync(grid);

        await scene.SpoilAsync("UPDATE postings SET \"AmountMflop\" = 1000 WHERE \"AmountMflop\" = 60");
        await grid.Get<RebuildBalances>().RunAsync(default);

        Assert.Equal("transactions have no two postings, or do not sum to zero (1): scene:2", Assert.Single(await scene.ProveAsync()));
    }

    [Theory, OnSqlite]
    public async Task Operator_AsksForTheProof_AndNobodyElseMay(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(kind);
        var scene = await FilledAsync(grid);
        await scene.SpoilAsync("DELETE FROM ledger_balances");
        using var own = grid.Channel(grid.OperatorKey);
        using var others = grid.Channel();
        var operations = new Client(own);

        var asked = await operations.ProveLedgerAsync(new());
        var mended = await operations.RebuildLedgerAsync(new());
        var refused = await Assert.ThrowsAsync<RpcException>(() => new Client(others).ProveLedgerAsync(new()).ResponseAsync);

        Assert.Single(asked.Findings);
        Assert.Empty(mended.Findings);
        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
    }

    /// <summary>Two transactions folded into tallies, and one not.</summary>
    private static async Task<LedgerScene> FilledAsync(CoordinatorUnderTest grid)
    {
        var scene = new LedgerScene(grid);
        var owner = await scene.OwnerAsync("worker");
        await scene.PostAsync(CreditPolicy.Provisional(owner, Device, 100));
        grid.Time.Advance(TimeSpan.FromDays(40));
        await scene.PostAsync(CreditPolicy.Promote(owner, Device, 70, 60));
        await grid.Get<FoldTallies>().RunAsync(default);
        await scene.PostAsync(CreditPolicy.Provisional(owner, Device, 5));
        return scene;
    }
}
