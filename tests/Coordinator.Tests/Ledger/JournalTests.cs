using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Leaderboards;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Ledger;

public sealed class JournalTests
{
    private static readonly Guid[] Devices = [new("22222222-2222-7222-8222-222222222222"), new("33333333-3333-7333-8333-333333333333")];

    internal enum Move
    {
        Provisional,
        ToEscrow,
        ToContribution,
        Both,
        Forfeit,
        Withdraw,
        Reserve,
        Release,
        Spend,
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Journal_WhenACauseIsPostedTwice_KeepsTheFirst(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var scene = new LedgerScene(grid);
        var worker = await scene.OwnerAsync("worker");

        var first = await scene.PostAsync(Credit.Final(worker, 5), "attempt:x");
        var second = await scene.PostAsync(Credit.Final(worker, 7), "attempt:x");

        Assert.Equal(["attempt:x"], first);
        Assert.Empty(second);
        Assert.Equal(new OwnerBalances(0, 0, 5, 5, 0), await scene.BalancesAsync(worker));
        Assert.Equal(new Standing(1, "worker", 5, 1, 0), Assert.Single((await grid.Get<RankContributors>().RunAsync(null, 0, 10, default)).Rows));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Journal_WhenOneCauseIsPostedByManyAtOnce_KeepsOne(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var scene = new LedgerScene(grid);
        var worker = await scene.OwnerAsync("worker");

        var posted = await Task.WhenAll(Enumerable.Range(1, 8).Select(_ => scene.PostAsync(CreditPolicy.Provisional(worker, Devices[0], 5), "attempt:x")));

        Assert.Equal(1, posted.Sum(causes => causes.Count));
        Assert.Equal(5, (await scene.BalancesAsync(worker)).Pending);
        Assert.Empty(await scene.ProveAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Journal_WhenMoreIsTakenThanThereIs_KeepsNothingOfTheTransaction(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var scene = new LedgerScene(grid);
        var worker = await scene.OwnerAsync("worker");
        await scene.PostAsync(CreditPolicy.Provisional(worker, Devices[0], 5));

        await Assert.ThrowsAsync<OverdrawnException>(() => scene.PostAsync(CreditPolicy.Promote(worker, Devices[0], 6, 0)));
        await Assert.ThrowsAsync<OverdrawnException>(() => scene.PostAsync(CreditPolicy.Promote(worker, Devices[1], 1, 0))); // another device's

        Assert.Equal(new OwnerBalances(5, 0, 0, 0, 0), await scene.BalancesAsync(worker));
        Assert.Equal(1, await scene.ReadAsync(db => db.LedgerTransactions.CountAsync()));
        Assert.Empty(await scene.ProveAsync());
    }

    /// <summary>Both see 5 and want 4: the second waits for the first, and then there is too little.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Priority_WhenTwoReserveItAtOnce_IsReservedOnce(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var scene = new LedgerScene(grid);
        var worker = await scene.OwnerAsync("worker");
        await scene.PostAsync(Credit.Final(worker, 5));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                return (await scene.PostAsync(CreditPolicy.Reserve(worker, 4))).Count;
            }
            catch (OverdrawnException)
            {
                return 0;
            }
        }));

        Assert.Equal(1, outcomes.Sum());
        Assert.Equal(new OwnerBalances(0, 0, 5, 1, 4), await scene.BalancesAsync(worker));
    }

    /// <summary>Against a model of plain sums: what would overdraw is refused whole, all else is kept, and every projection agrees.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Balances_AfterAnyMoves_AreThoseOfTheModelAndNeverBelowZero(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var scene = new LedgerScene(grid);
        AccountId[] owners = [await scene.OwnerAsync("anna"), await scene.OwnerAsync("bert")];
        var model = new Dictionary<LedgerAccount, long>();
        var moves = (from move in Gen.Elements(Enum.GetValues<Move>())
                     from owner in Gen.Elements(owners)
                     from device in Gen.Elements(Devices)
                     from mflop in Gen.Choose(1, 9)
                     from more in Gen.Choose(1, 9)
                     select LinesOf(move, owner, device, mflop, more)).ArrayOf();

        Prop.ForAll(moves.ToArbitrary(), played => PlayAsync(scene, model, played).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(15).WithEndSize(30));

        Assert.Contains(model, pair => pair is { Key.Book: LedgerBook.Contribution, Value: > 0 }); // it was a play of all books
        await grid.Get<RebuildBalances>().RunAsync(default);
        Assert.Empty(await scene.ProveAsync());
    }

    private static IReadOnlyList<Line> LinesOf(Move move, AccountId owner, Guid device, long mflop, long more) => move switch
    {
        Move.Provisional => CreditPolicy.Provisional(owner, device, 3 * mflop),
        Move.ToEscrow => CreditPolicy.Promote(owner, device, mflop, 0),
        Move.ToContribution => CreditPolicy.Promote(owner, device, 0, mflop),
        Move.Both => CreditPolicy.Promote(owner, device, mflop, more),
        Move.Forfeit => CreditPolicy.Forfeit(owner, device, mflop, more),
        Move.Withdraw => CreditPolicy.Withdraw(owner, device, mflop, more),
        Move.Reserve => CreditPolicy.Reserve(owner, mflop),
        Move.Release => CreditPolicy.Release(owner, mflop),
        _ => CreditPolicy.Spend(owner, mflop),
    };

    private static async Task PlayAsync(LedgerScene scene, Dictionary<LedgerAccount, long> model, IReadOnlyList<Line>[] played)
    {
        foreach (var lines in played)
        {
            var after = BalancePolicy.Net(lines).ToDictionary(sum => sum.Account, sum => model.GetValueOrDefault(sum.Account) + sum.AmountMflop);
            if (after.Any(pair => pair.Key.IsGuarded && pair.Value < 0))
                await Assert.ThrowsAsync<OverdrawnException>(() => scene.PostAsync(lines));
            else
            {
                await scene.PostAsync(lines);
                foreach (var (account, mflop) in after)
                    model[account] = mflop;
            }
        }
        foreach (var (account, mflop) in model)
            Assert.Equal(mflop, await scene.ReadAsync(db => db.ReadBalanceAsync(account, default)));
        Assert.Empty(await scene.ProveAsync());
    }
}
