using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Benchmarks.Adversaries.Economy;
using LaionGrid.Benchmarks.Simulation;
using LaionGrid.Coordinator.Verification;
using LaionGrid.Coordinator.Verification.Trusting;

namespace LaionGrid.Coordinator.Tests.Economy;

/// <summary>Lives of cheats under the coordinator's own policy; what audits find in the work is given here, where the laboratory measures it.</summary>
public sealed class LifeTests
{
    private const int Steps = 20;
    private const int Lives = 60;
    private const string Cheat = Strategies.Garbage;

    private static readonly SeenWork Good = SeenWork.Honest(Steps);
    private static readonly SeenWork Garbage = Good with { IsExact = false, Saved = 0.99 };
    private static readonly SeenWork OneStep = Good with { Times = [.. Enumerable.Range(0, Steps).Select(step => step == 7 ? 100.0 : 0)], Saved = 0.046 };

    [Fact]
    public void Ledger_OverLivesOfAnyKind_NeitherMintsNorLoses() => Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<(byte, byte, ushort, bool, byte)>(), life =>
    {
        var (share, when, seed, holds, escrow) = life;
        var rules = new Rules { HoldsPending = holds, Options = new() { EscrowJobs = escrow } };
        var strategy = new Strategy("", "", share / 255.0, view => view.Jobs >= when, Withholds: seed % 2 == 0);

        var tally = new Life(strategy, [Garbage, OneStep with { Times = [.. OneStep.Times.Select(times => times / 20)] }], [Good], rules, new(seed)).Run(500);

        Assert.Equal(tally.Earned, tally.Spendable + tally.Locked + tally.Lost);
        Assert.All([tally.Earned, tally.Spendable, tally.Locked, tally.Lost], one => Assert.True(one >= 0));
        Assert.True(tally.Earned <= 500 * Life.JobMflop);
    }));

    [Fact]
    public void HonestLife_OverALongTime_EarnsAllButItsFirstPicturesTheHalfOfItsProvingAndWhatIsHeld()
    {
        var (tally, options) = (Assert.Single(Live(new("", "", 0), Good, jobs: 4000, lives: 1)), new VerificationOptions());
        var unpaid = options.EnrolmentCanaries + (0.5 * (options.ProvingAudits - options.EnrolmentCanaries));

        Assert.Equal((0, 0L, 4000.0), (tally.Faults, tally.Lost, tally.Compute));
        Assert.InRange(4000 - (tally.Earned / (double)Life.JobMflop), unpaid, unpaid + 0.5); // what passed first has faded by a hair
        Assert.InRange(tally.Locked / (double)Life.JobMflop, 40, 120);
    }

    [Fact]
    public void Garbage_FromTheFirstJobOn_NeverEarns() =>
        Assert.All(Live(new("", Cheat), Garbage, jobs: 1000, lives: Lives), life => Assert.Equal((0L, 1, 1000), (life.Spendable, life.CaughtAfter, life.Faults)));

    /// <summary>The strategies that the rules were made against: those that hide.</summary>
    [Fact]
    public void Garbage_HiddenAmongHonestWork_EarnsLessThanHonestWork()
    {
        var market = Market(Garbage, new());

        Assert.All(Strategies.Hidden.Where(one => one is { Cheat: Cheat, Withholds: false }), one => Assert.InRange(market.ProfitOf(one).Value, -1, -0.03));
    }

    /// <summary>So the rule is what stops it.</summary>
    [Fact]
    public void Garbage_WhenCreditIsPaidAtOnceToNewNamesToo_Pays()
    {
        var (trusted, paid) = (new Strategy("", Cheat, When: view => view.IsTrusted), new VerificationOptions { EscrowJobs = 0, ProvingPayShare = 1, EnrolmentCanaries = 0 });

        Assert.InRange(Market(Garbage, new() { HoldsPending = false, Options = paid }).ProfitOf(trusted).Value, 0.01, 0.05);
        Assert.InRange(Market(Garbage, new()).ProfitOf(trusted).Value, -1, -0.05);
    }

    /// <summary>What is excused of networks that fail can be used up on bad work: as much of it as is excused.</summary>
    [Fact]
    public void Garbage_WhileWithholdingItIsExcused_GainsNothing()
    {
        var profit = Market(Garbage, new()).ProfitOf(Strategies.Withholding).Value;
        Assert.InRange(profit, -1, 0.005); // as much as honest work: it is honest but for the few it withholds
        Assert.True(profit < Market(Garbage, new() { WithholdingCostsPending = false }).ProfitOf(Strategies.Withholding).Value);
    }

    [Theory, InlineData(1, 0.04, 0.06), InlineData(3, 0.13, 0.17)]
    public void Audit_OfOneBadStepOfTwenty_FindsItAsOftenAsItDrawsIt(int checks, double least, double most)
    {
        var (chance, plan) = (new Chance(5), new AuditPlan(1, checks, 0, 1));

        var found = Enumerable.Range(0, 10_000).Count(_ => AuditRoom.Examine(OneStep, plan, new(), chance).Found == Fault.Gross);

        Assert.InRange(found / 10_000.0, least, most);
    }

    [Fact]
    public void Audit_OfABadStepThatStandsOut_FindsItAlways()
    {
        var (chance, plan, jump) = (new Chance(5), new AuditPlan(1, 1, 0, 1), OneStep with { StandsOut = [.. OneStep.Times.Select(times => times > 1)] });

        Assert.All(Enumerable.Range(0, 200), _ => Assert.Equal(Fault.Gross, AuditRoom.Examine(jump, plan, new(), chance).Found));
        Assert.Contains(Enumerable.Range(0, 200), _ => AuditRoom.Examine(jump, plan, new() { AsksWhatStandsOut = false }, chance).Found is null);
    }

    /// <summary>Referees in league overrule those that are not, so a fault is confirmed by two honest ones alone; the operator's own leave no room for it.</summary>
    [Theory, InlineData(1, 1, 1), InlineData(0.5, 0.70, 0.75), InlineData(0, 0.46, 0.52)]
    public void Audit_WhereThreeTenthsOfVolunteersLie_IsAsGoodAsTheOperatorsShare(double operators, double least, double most)
    {
        var (chance, plan, all) = (new Chance(5), new AuditPlan(1, 1, 0, 1), OneStep with { Times = [.. OneStep.Times.Select(_ => 100.0)] });
        var rules = new Rules { OperatorShare = operators, Colluding = 0.3 };

        var found = Enumerable.Range(0, 10_000).Count(_ => AuditRoom.Examine(all, plan, rules, chance).Found is not null);

        Assert.InRange(found / 10_000.0, least, most);
    }

    [Fact]
    public void Holdings_WhenAnAuditPasses_FreeWhatIsOlderThanTheNewestJobs()
    {
        var holdings = new Holdings(escrowJobs: 2, holdsPending: true);
        foreach (var mflop in (long[])[1, 2, 4, 8])
            holdings.Accept(mflop);
        Assert.Equal((15, 0, 0), (holdings.Pending, holdings.Escrow, holdings.Spendable));

        holdings.Pass();
        Assert.Equal((0, 12, 3), (holdings.Pending, holdings.Escrow, holdings.Spendable));

        holdings.Accept(16);
        holdings.Forfeit(Fault.Small);
        Assert.Equal((0, 12, 3, 16), (holdings.Pending, holdings.Escrow, holdings.Spendable, holdings.Lost));

        holdings.Forfeit(Fault.Gross);
        Assert.Equal((0, 0, 3, 28), (holdings.Pending, holdings.Escrow, holdings.Spendable, holdings.Lost));
    }

    private static IReadOnlyList<LifeTally> Live(Strategy strategy, SeenWork bad, int jobs, int lives) =>
        [.. Enumerable.Range(0, lives).Select(seed => new Life(strategy, [bad], [Good], new(), new(seed)).Run(jobs))];

    private static Market Market(SeenWork bad, Rules rules) => new(new Dictionary<string, IReadOnlyList<SeenWork>> { [Cheat] = [bad] }, [Good], rules, Lives);
}
