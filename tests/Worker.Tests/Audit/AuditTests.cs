using LaionGrid.Coordinator.Ledger;
using LaionGrid.Worker.Audit;
using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Uplink;
using LaionGrid.Worker.Uplink.Auditing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LaionGrid.Worker.Tests.Audit;

/// <summary>An honest ledger passes every audit, and whatever is changed in it is found and named.</summary>
public sealed class AuditTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Audit_OfAnHonestLog_HoldsEachTime_AndKeepsAReceiptForEachEntry(DatabaseKind kind)
    {
        await using var scene = await AuditScene.StartAsync(kind);
        await scene.EarnAsync(2);

        var first = await scene.AuditAsync();
        await scene.EarnAsync(300);
        await scene.PostAsync(new("attempt:waits", CreditPolicy.Provisional(scene.Owner, scene.Device, 7)));
        var (second, full, receipt) = (await scene.AuditAsync(), await scene.AuditAsync(isFull: true), await scene.AuditAsync(scene.Box.PathOf(299)));

        Assert.StartsWith("0\nThe log has 2 entries, signed by laiongrid/", first, StringComparison.Ordinal);
        Assert.EndsWith("first time; from now on it notices changes.\n0 receipts of this machine agree with it, and 2 receipts came.\n", first, StringComparison.Ordinal);
        Assert.StartsWith("0\nThe log has 302 entries, signed by", second, StringComparison.Ordinal);
        Assert.EndsWith("and begins with the 2 that this machine saw before.\n2 receipts of this machine agree with it, and 300 receipts came.\n", second, StringComparison.Ordinal);
        Assert.EndsWith(
            "302 entries with 604 postings were read: every transaction sums to zero, and they give the signed root and the balances that the coordinator goes by, in 1 account.\n", full, StringComparison.Ordinal);
        Assert.StartsWith("0\nThe receipt proves itself: entry 299 (attempt:300) is among the 302 that laiongrid/", receipt, StringComparison.Ordinal);
        Assert.EndsWith("Today's log begins with that one.\n", receipt, StringComparison.Ordinal);
    }

    [Theory]
    [OnSqlite("UPDATE postings SET \"AmountMflop\" = 10 * \"AmountMflop\" WHERE \"TransactionId\" = (SELECT \"Id\" FROM ledger_transactions WHERE \"Cause\" = 'attempt:2')", "Entry 1 (attempt:2) was changed", "Entry 1 (attempt:2) was changed after it was published")]
    [OnPostgres("UPDATE postings SET \"AmountMflop\" = 10 * \"AmountMflop\" WHERE \"TransactionId\" = (SELECT \"Id\" FROM ledger_transactions WHERE \"Cause\" = 'attempt:2')", "Entry 1 (attempt:2) was changed", "Entry 1 (attempt:2) was changed after it was published")]
    [OnSqlite("DELETE FROM postings WHERE \"AmountMflop\" > 0 AND \"TransactionId\" = (SELECT \"Id\" FROM ledger_transactions WHERE \"Cause\" = 'attempt:2')", "Entry 1 (attempt:2) was changed", "Entry 1 does not sum to zero: its lines give -100 MFLOP from nowhere. It was changed after it was published.")]
    [OnSqlite("DELETE FROM ledger_transactions WHERE \"Cause\" = 'attempt:2'", "Entry 1 (attempt:2) is gone", "Entry 1 is gone")]
    [OnPostgres("DELETE FROM ledger_transactions WHERE \"Cause\" = 'attempt:2'", "Entry 1 (attempt:2) is gone", "Entry 1 is gone")]
    [OnSqlite("DELETE FROM log_leaves WHERE \"Index\" = 1", "Entry 1 (attempt:2) is gone", "Entry 1 is gone")]
    [OnSqlite("UPDATE ledger_transactions SET \"PostedAt\" = 5 WHERE \"Cause\" = 'attempt:2'", "Entry 1 (attempt:2) was changed", "Entry 1 (attempt:2) was changed after it was published")]
    public async Task Audit_WhenAPostingWasRewrittenOrDropped_NamesIt(DatabaseKind kind, string sql, string byReceipt, string byAll)
    {
        await using var scene = await AuditScene.StartAsync(kind);
        await scene.EarnAsync(3);
        await scene.AuditAsync();

        await scene.SpoilAsync(sql);

        Assert.Contains($"1\n", (await scene.AuditAsync())[..2], StringComparison.Ordinal);
        Assert.Contains($"WRONG: {byReceipt}", await scene.AuditAsync(), StringComparison.Ordinal);
        Assert.Contains($"WRONG: {byAll}", await scene.AuditAsync(isFull: true), StringComparison.Ordinal);
    }

    /// <summary>All hashes and the signature are right: only who has seen the log before can tell.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Audit_WhenTheLogWasGrownAnewOverForgedPostings_IsNotDeceived(DatabaseKind kind)
    {
        await using var scene = await AuditScene.StartAsync(kind);
        await scene.EarnAsync(3);
        await scene.AuditAsync();
        await scene.EarnAsync(1);

        await scene.SpoilAsync("UPDATE postings SET \"AmountMflop\" = 10 * \"AmountMflop\" WHERE \"TransactionId\" = (SELECT \"Id\" FROM ledger_transactions WHERE \"Cause\" = 'attempt:2')");
        await scene.RegrowAsync();

        const string found = "WRONG: The log was rewritten: today's 4 entries do not begin with the 3 that ";
        Assert.Contains($"{found}this machine saw. One of those was changed, removed or put in.", await scene.AuditAsync(), StringComparison.Ordinal);
        Assert.Contains(found, await scene.AuditAsync(isFull: true), StringComparison.Ordinal);
        File.Delete(new SeenLog(scene.Data).Path); // and a machine that has lost its memory has its receipts
        Assert.Contains($"{found}gave the receipt.", await scene.AuditAsync(scene.Box.PathOf(0)), StringComparison.Ordinal);
        Assert.Contains($"{found}gave the receipt for entry 0", await scene.AuditAsync(), StringComparison.Ordinal);
    }

    [Theory, OnSqlite]
    public async Task Audit_WhenTheLogIsShorterOrAsLongButAnother_SaysSo(DatabaseKind kind)
    {
        await using var scene = await AuditScene.StartAsync(kind);
        await scene.EarnAsync(3);
        await scene.AuditAsync();
        await scene.SpoilAsync("UPDATE ledger_transactions SET \"PostedAt\" = 5 WHERE \"Cause\" = 'attempt:3'");
        await scene.RegrowAsync();
        var rewritten = await scene.AuditAsync();
        await scene.SpoilAsync("DELETE FROM ledger_transactions WHERE \"Cause\" = 'attempt:3'; DELETE FROM postings WHERE \"PostedAt\" = 0");
        await scene.RegrowAsync();

        Assert.Contains("WRONG: The log was rewritten: it has 3 entries like the one that this machine saw, but they are not the same.", rewritten, StringComparison.Ordinal);
        Assert.Contains("WRONG: The log has become shorter: the one that this machine saw had 3 entries, today's has 2. Entries were removed.", await scene.AuditAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [OnSqlite("UPDATE ledger_balances SET \"AmountMflop\" = 1300", "A balance was changed: the coordinator goes by 1,300 MFLOP for ")]
    [OnPostgres("UPDATE ledger_balances SET \"AmountMflop\" = 1300", "A balance was changed: the coordinator goes by 1,300 MFLOP for ")]
    [OnSqlite("DELETE FROM ledger_balances", "A balance was changed: the coordinator goes by 0 MFLOP for ")]
    [OnSqlite("UPDATE log_head SET \"Checkpoint\" = replace(\"Checkpoint\", '3', '4')", "The log's checkpoint is not signed with the log's key.")]
    [OnSqlite("DELETE FROM log_tiles", "")]
    public async Task FullAudit_WhenWhatTheCoordinatorGoesByWasChanged_SaysWhatTheLogGives(DatabaseKind kind, string sql, string problem)
    {
        await using var scene = await AuditScene.StartAsync(kind);
        await scene.EarnAsync(3);

        await scene.SpoilAsync(sql);

        var audited = await scene.AuditAsync(isFull: true);
        if (problem.Length == 0)
            Assert.StartsWith("0\n", audited, StringComparison.Ordinal); // it needs no tiles of hashes when the entries give the root
        else
            Assert.Contains($"WRONG: {problem}", audited, StringComparison.Ordinal);
    }

    [Theory, OnSqlite]
    public async Task Audit_WhenTheTilesAreGone_SaysThatNothingCanBeProved(DatabaseKind kind)
    {
        await using var scene = await AuditScene.StartAsync(kind);
        await scene.EarnAsync(2);
        await scene.AuditAsync();
        await scene.EarnAsync(1);

        await scene.SpoilAsync("DELETE FROM log_tiles");

        Assert.Contains("WRONG: The log cannot be proved: the coordinator does not have all of its tiles.", await scene.AuditAsync(), StringComparison.Ordinal);
    }

    [Theory, OnSqlite]
    public async Task Audit_WhenTheKeyIsAnother_RefusesItUntilTheOwnerAccepts(DatabaseKind kind)
    {
        await using var scene = await AuditScene.StartAsync(kind);
        await scene.EarnAsync(2);
        await scene.AuditAsync();
        File.Delete(scene.Grid.Folder[Path.Combine("data", "log.key")]);
        await scene.Grid.RestartAsync();
        await scene.SpoilAsync("UPDATE log_head SET \"Key\" = ''");
        await scene.PublishAsync();

        Assert.Contains("WRONG: The log is signed with another key (laiongrid/", await scene.AuditAsync(), StringComparison.Ordinal);
        Assert.Contains("WRONG: The log is signed with another key (laiongrid/", await scene.AuditAsync(isFull: true), StringComparison.Ordinal);
        File.Delete(new SeenLog(scene.Data).Path);
        Assert.Contains("is a receipt of another log", await scene.AuditAsync(), StringComparison.Ordinal);
        Assert.StartsWith("0\n", await scene.AuditAsync(isFull: true), StringComparison.Ordinal);
    }

    [Theory, OnSqlite]
    public async Task Audit_WhenNothingCanBeFoundOut_ExitsWithTwo(DatabaseKind kind)
    {
        await using var scene = await AuditScene.StartAsync(kind);
        await scene.EarnAsync(1);
        await scene.AuditAsync();
        var away = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}");

        Assert.StartsWith("2\nNot checked: The coordinator cannot be asked", await scene.AuditAsync(address: away), StringComparison.Ordinal);
        Assert.StartsWith("2\nNot checked: ", await scene.AuditAsync("/no/such/receipt"), StringComparison.Ordinal);
        var offline = await scene.AuditAsync(scene.Box.PathOf(0), address: away);
        Assert.StartsWith("0\nThe receipt proves itself", offline, StringComparison.Ordinal);
        Assert.Contains("It was not compared with the log of today.", offline, StringComparison.Ordinal);
        await File.WriteAllTextAsync(new SeenLog(scene.Data).Path, "{}");
        Assert.Contains("is not what this program wrote", await scene.AuditAsync(), StringComparison.Ordinal);
    }

    /// <summary>The worker itself collects, tells once more at each visit that the log does not hold, and goes on.</summary>
    [Theory, OnSqlite]
    public async Task Worker_WhileItRuns_CollectsReceiptsAndTellsAFault(DatabaseKind kind)
    {
        await using var scene = await AuditScene.StartAsync(kind);
        await scene.EarnAsync(3);
        var log = new LogLines();
        await using var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(log)).AddSingleton(TimeProvider.System)
            .AddUplink(new(scene.Grid.Address)).AddAudit(_ => scene.Data).AddSingleton<ReceiptLoop>().BuildServiceProvider();
        var loop = services.GetRequiredService<ReceiptLoop>();

        await loop.RunOnceAsync(default); // not joined yet
        Assert.Empty(scene.Box.Indexes);
        services.GetRequiredService<WorkerKey>().Text = IdentityFile.Peek(scene.Data)!.WorkerKey;
        await loop.RunOnceAsync(default);
        Assert.Equal([0, 1, 2], scene.Box.Indexes);
        await scene.SpoilAsync("UPDATE ledger_transactions SET \"PostedAt\" = 5 WHERE \"Cause\" = 'attempt:3'");
        await scene.RegrowAsync();
        await loop.RunOnceAsync(default);

        Assert.Contains(log.All, line => line.StartsWith("The grid's ledger does not hold: The log was rewritten", StringComparison.Ordinal));
    }

    /// <summary>Receipts are of the newest: a machine that joined long ago does not fetch a proof for each entry of its life.</summary>
    [Theory, OnSqlite]
    public async Task Collect_OfALongHistory_KeepsTheNewest(DatabaseKind kind)
    {
        await using var scene = await AuditScene.StartAsync(kind);
        await scene.EarnAsync(20);
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddUplink(new(scene.Grid.Address)).AddAudit(_ => scene.Data).BuildServiceProvider();
        services.GetRequiredService<WorkerKey>().Text = IdentityFile.Peek(scene.Data)!.WorkerKey;
        var collect = new CollectReceipts(services.GetRequiredService<LogUplinkGrpc>(), new(scene.Data, most: 5));

        var came = await collect.CollectAsync(await services.GetRequiredService<KnownLog>().OpenAsync(default), default);

        Assert.Equal(5, came);
        Assert.Equal([15, 16, 17, 18, 19], scene.Box.Indexes);
    }

    [Theory]
    [InlineData("audit", "--coordinator", "localhost"), InlineData("audit", "--full", "--receipt", "x"), InlineData("audit", "--receipt"), InlineData("audit", "--data", "")]
    public async Task Command_WhenAValueIsBad_ExitsWithTwo(params string[] args) => Assert.Equal(WorkerCommand.BadUsage, await WorkerCommand.RunAsync(args));
}
