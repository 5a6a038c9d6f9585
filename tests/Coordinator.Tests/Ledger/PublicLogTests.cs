using LaionGrid.Arithmetic.Bookkeeping;
using LaionGrid.Arithmetic.Merkle;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Ledger.PublicLog;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Ledger;

public sealed class PublicLogTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Log_OfMoreThanATile_IsTheLedgerInOrder_AndProvesItselfFromItsTiles(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var scene = new LogScene(grid);
        var owner = await scene.Ledger.OwnerAsync("worker");
        await scene.PublishAsync();
        var none = await scene.CheckpointAsync();
        await scene.PostAsync(owner, 150);
        await scene.PublishAsync();
        var first = await scene.CheckpointAsync();
        await scene.PostAsync(owner, 150);
        await scene.PublishAsync();

        var second = await scene.CheckpointAsync();

        Assert.Equal((0, 150, 300), (none.Size, first.Size, second.Size));
        Assert.Equal(MerkleHash.Empty, none.Root);
        var entries = await scene.EntriesAsync(second.Size);
        Assert.Equal(second.Root, LogScene.RootOf(entries));
        Assert.Equal(first.Root, LogScene.RootOf(entries.Take(150)));
        Assert.Equal(300, entries.Select(entry => entry!.Cause).Distinct().Count());
        Assert.True(entries.Zip(entries.Skip(1)).All(pair => pair.First!.PostedAt <= pair.Second!.PostedAt));
        var tree = scene.Tree(second.Size);
        Assert.True(MerkleProof.IsConsistent(first.Size, first.Root, second.Size, second.Root, (await tree.ProveConsistencyAsync(first.Size))!));
        Assert.True(MerkleProof.IsIncluded(280, second.Size, MerkleHash.OfLeaf(entries[280]!.Write()), (await tree.ProveInclusionAsync(280))!, second.Root));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Log_WhenManyAddToItWhileOthersPost_HasEachTransactionOnce(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var scene = new LogScene(grid);
        AccountId[] owners = [await scene.Ledger.OwnerAsync("anna"), await scene.Ledger.OwnerAsync("bert"), await scene.Ledger.OwnerAsync("carl")];

        await Task.WhenAll(owners.Select(async owner =>
        {
            for (var turn = 0; turn < 10; turn++)
            {
                await scene.PostAsync(owner, 3);
                await scene.PublishAsync();
            }
        }));

        var head = await scene.CheckpointAsync();
        var entries = await scene.EntriesAsync(head.Size);
        Assert.Equal(90, head.Size);
        Assert.Equal(90, entries.Select(entry => entry!.Id).Distinct().Count());
        Assert.Equal(head.Root, LogScene.RootOf(entries));
    }

    /// <summary>What a coordinator had in memory is lost; the rows go on.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Log_AfterARestartAndATurnThatWasCutShort_GoesOnFromItsRows(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var scene = new LogScene(grid);
        var owner = await scene.Ledger.OwnerAsync("worker");
        await scene.PostAsync(owner, 10);
        await scene.PublishAsync();
        var first = await scene.CheckpointAsync();
        await scene.PostAsync(owner, 10);
        using (var killed = new CancellationTokenSource())
        {
            var turn = grid.Get<SequenceLog>().RunAsync(killed.Token);
            await killed.CancelAsync();
            try
            {
                await turn;
            }
            catch (OperationCanceledException)
            {
                // Wherever it was: all of it is kept, or nothing.
            }
        }

        await grid.RebuildAsync();
        await scene.PublishAsync();

        var second = await scene.CheckpointAsync();
        Assert.Equal(20, second.Size);
        Assert.Equal(second.Root, LogScene.RootOf(await scene.EntriesAsync(20)));
        Assert.True(MerkleProof.IsConsistent(first.Size, first.Root, second.Size, second.Root, (await scene.Tree(20).ProveConsistencyAsync(10))!));
    }

    /// <summary>Two coordinators with keys of their own would sign one log in turns, and every machine would see a stranger.</summary>
    [Theory, OnPostgres]
    public async Task Log_OfACoordinatorWithAnotherKey_IsLeftToTheOneThatBeganIt(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind); // unstarted: its own loop would publish what waits
        var scene = new LogScene(grid);
        await scene.PublishAsync();
        var owner = await scene.Ledger.OwnerAsync("worker");
        await scene.PostAsync(owner, 3);
        await using (var replica = await grid.StartReplicaAsync("--Log:PublishSeconds", "3600"))
        {
            await replica.Get<SequenceLog>().RunAsync(default);
            Assert.Equal(0, (await scene.CheckpointAsync()).Size);
        }
        await using (var replaced = await grid.StartReplicaAsync("--Log:PublishSeconds", "3600", "--Log:ReplaceKey", "true"))
        {
            await replaced.Get<SequenceLog>().RunAsync(default);
            Assert.Equal(3, (await new LogScene(replaced).CheckpointAsync()).Size);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Balances_AsPublished_AreThoseOfTheLogAtItsSize_WhateverWaits(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var scene = new LogScene(grid);
        AccountId[] owners = [await scene.Ledger.OwnerAsync("anna"), await scene.Ledger.OwnerAsync("bert")];
        await scene.PostAsync(owners[0], 2, mflop: 30);
        await scene.Ledger.PostAsync(Credit.Final(owners[1], 7));
        await scene.PublishAsync();
        await scene.PostAsync(owners[0], 1, mflop: 1000); // waits
        await scene.PostAsync(owners[1], 1, mflop: 1000);

        var page = await grid.Get<PublishedBalances>().PageAsync(default, default);

        var replay = new LedgerReplay();
        foreach (var entry in await scene.EntriesAsync(3))
            Assert.Null(replay.Add(entry!));
        var lines = page.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(("size 3", "end"), (lines[0], lines[^1]));
        Assert.Equal(
            replay.Balances.Where(pair => pair.Key.Book != "Network" && pair.Value != 0).Select(pair => $"{pair.Key} {pair.Value}").Order(StringComparer.Ordinal),
            lines[1..^1].Order(StringComparer.Ordinal));
        Assert.Equal("size 3\nend\n", await grid.Get<PublishedBalances>().PageAsync(AccountId.From(new("ffffffff-ffff-ffff-ffff-ffffffffffff")), default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Balances_OfMoreOwnersThanAPage_GoOnWhereThePageEnded(DatabaseKind kind)
    {
        const int owners = 1100;
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        await new LedgerScene(grid).ReadAsync(async db =>
        {
            await db.ExecuteRowsAsync(
                """INSERT INTO ledger_balances ("AccountId", "Book", "Holder", "AmountMflop") VALUES {rows}""",
                Enumerable.Range(0, owners).Select(owner => new object?[] { Ids.New<AccountId>(grid.Time).Value, nameof(LedgerBook.Pending), Guid.Empty, owner + 1L }).ToList(), [], default);
            return true;
        });

        var (after, lines) = (default(AccountId?), new List<string>());
        for (var pages = 0; pages == 0 || after is not null; pages++)
        {
            var page = (await grid.Get<PublishedBalances>().PageAsync(after ?? default, default)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            lines.AddRange(page[1..^1]);
            after = page[^1] == "end" ? null : Ids.Read<AccountId>(page[^1]["next ".Length..]);
        }

        Assert.Equal(owners, lines.Distinct().Count());
        Assert.Equal(owners, lines.Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task OwnEntries_AreThoseOfTheDevice_FromAPlaceOn(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var scene = new LogScene(grid);
        var owner = await scene.Ledger.OwnerAsync("worker");
        await scene.PostAsync(owner, 3);
        grid.Time.Advance(TimeSpan.FromMilliseconds(1));
        await scene.Ledger.PostAsync(CreditPolicy.Provisional(owner, new("33333333-3333-7333-8333-333333333333"), 5));
        await scene.PostAsync(owner, 2);
        await scene.PublishAsync();
        var log = grid.Get<ReadLog>();

        var (all, rest, one) = (await log.OwnAsync(LogScene.Device, 0, 10, default), await log.OwnAsync(LogScene.Device, 2, 10, default), await log.OwnAsync(LogScene.Device, 3, 1, default));

        Assert.Equal([0, 1, 2, 4, 5], all.Select(entry => entry.Index));
        Assert.Equal([2, 4, 5], rest.Select(entry => entry.Index));
        Assert.Equal([4], one.Select(entry => entry.Index));
        Assert.All(all, entry => Assert.Contains(LedgerEntry.Parse(entry.Entry)!.Lines, line => line.Account.Holder == LogScene.Device));
        Assert.Empty(await log.OwnAsync(Guid.NewGuid(), 0, 10, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Verdict_OnAPicture_IsInTheLogUnderItsWorker(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var (scene, story) = (new LogScene(grid), new Story(grid));
        var (worker, referee) = (await story.EnrollAsync("worker"), await story.EnrollAsync("referee", WorkerRole.Referee));
        await story.AskAsync();
        var lease = await story.RenderAsync(worker, shade: 100);
        await story.VerifyAsync();
        await story.RenderAsync(referee, shade: 100);
        await story.VerifyAsync();
        await scene.PublishAsync();

        var own = await grid.Get<ReadLog>().OwnAsync(worker.WorkerId.Value, 0, 10, default);

        Assert.Contains($"attempt:{lease.Id}", own.Select(entry => LedgerEntry.Parse(entry.Entry)!.Cause));
        Assert.Empty(await grid.Get<ReadLog>().OwnAsync(referee.WorkerId.Value, 0, 10, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Migrate_FromBeforeTheLog_GivesWhatWasPostedItsPlaces(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var scene = new LogScene(grid);
        await scene.PostAsync(await scene.Ledger.OwnerAsync("worker"), 3);
        await scene.Ledger.SpoilAsync("""
            DROP TABLE log_waiting;
            DROP TABLE log_leaves;
            DROP TABLE log_tiles;
            DROP TABLE log_head;
            DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" = '0007_PublicLog';
            """);

        await grid.Get<Schema>().UpdateAsync(default);
        await scene.PublishAsync();

        Assert.Equal(3, (await scene.CheckpointAsync()).Size);
        Assert.Equal(3, await scene.Ledger.ReadAsync(db => db.LedgerTransactions.CountAsync()));
    }
}
