using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Benchmarks.Adversaries.Economy;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Verification.Trusting;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Verification;

public sealed class AcceptAttemptsTests
{
    private const int Workers = 3;
    private const int EscrowJobs = 3;

    internal enum Turn
    {
        Audits,
        Unaudited,
        SmallFault,
        GrossFault,
    }

    internal sealed record Step(Turn Turn, (int Worker, int Runtime, long Mflop)[] Works, int Seconds);

    /// <summary>Whole histories, played once with the audits of each step in one transaction and once with each in its own: verdicts, trusts and lines are the same, and what is held is what the rule says.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Accept_OfManyAtOnce_ComesToTheSameAsOneAfterAnother(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, "--Verification:EscrowJobs", $"{EscrowJobs}");
        var (story, played) = (new Story(grid), 0);
        var work = from worker in Gen.Choose(0, Workers - 1) from runtime in Gen.Choose(1, 2) from mflop in Gen.Choose(0, 9) select (worker, runtime, (long)mflop);
        var steps = from turn in Gen.Elements(Turn.Audits, Turn.Audits, Turn.Audits, Turn.Unaudited, Turn.Unaudited, Turn.SmallFault, Turn.GrossFault)
                    from count in Gen.Choose(1, 9)
                    from works in work.ArrayOf(count)
                    from seconds in Gen.Elements(1, 60, 1_000_000)
                    select new Step(turn, works, seconds);

        Prop.ForAll(steps.ArrayOf().ToArbitrary(), history => PlayAsync(grid, story, ++played, history).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(12).WithEndSize(20));

        Assert.Empty(await grid.Get<ProveLedger>().RunAsync(default));
    }

    private static async Task PlayAsync(CoordinatorUnderTest grid, Story story, int number, Step[] history)
    {
        var together = await VerdictScene.CreateAsync(grid, story, $"together-{number}", Workers);
        var apart = await VerdictScene.CreateAsync(grid, story, $"apart-{number}", Workers);
        var rule = Enumerable.Range(0, Workers).Select(_ => new Holdings(EscrowJobs, holdsPending: true)).ToArray();
        foreach (var step in history)
        {
            grid.Time.Advance(TimeSpan.FromSeconds(step.Seconds));
            await PlayAsync(together, step, async ids => Assert.Equal(ids.Count, (await together.AcceptAsync(ids)).Count), rule);
            await PlayAsync(apart, step, async ids =>
            {
                foreach (var id in ids)
                    Assert.Equal(id, Assert.Single(await apart.AcceptAsync([id])));
            });
            Assert.Equal(await apart.ReadAllAsync(), await together.ReadAllAsync());
        }
        for (var worker = 0; worker < Workers; worker++)
            Assert.Equal(new OwnerBalances(rule[worker].Pending, rule[worker].Escrow, rule[worker].Spendable, rule[worker].Spendable, 0), await together.BalancesAsync(worker));
    }

    /// <param name="rule">Goes along when it is given.</param>
    private static async Task PlayAsync(VerdictScene scene, Step step, Func<IReadOnlyList<AttemptId>, Task> acceptAsync, Holdings[]? rule = null)
    {
        switch (step.Turn)
        {
            case Turn.Audits:
                await acceptAsync(await scene.AuditedAsync(step.Works));
                foreach (var (worker, _, mflop) in step.Works)
                    Accept(rule?[worker], mflop, isAudited: true);
                break;
            case Turn.Unaudited:
                await scene.UnauditedAsync(step.Works[0].Worker, step.Works[0].Mflop);
                Accept(rule?[step.Works[0].Worker], step.Works[0].Mflop, isAudited: false);
                break;
            default:
                var caught = (await scene.AuditedAsync([step.Works[0]]))[0];
                var fault = await scene.RejectAsync(caught, step.Turn == Turn.SmallFault ? Fault.Small : Fault.Gross);
                rule?[step.Works[0].Worker].Forfeit(fault);
                break;
        }
    }

    /// <summary>What earns nothing takes no place among the newest.</summary>
    private static void Accept(Holdings? rule, long mflop, bool isAudited)
    {
        if (mflop > 0)
            rule?.Accept(mflop);
        if (isAudited)
            rule?.Pass();
    }
}
