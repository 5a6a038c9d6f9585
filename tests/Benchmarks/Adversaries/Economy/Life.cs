using LaionGrid.Benchmarks.Simulation;
using LaionGrid.Coordinator.Verification.Trusting;

namespace LaionGrid.Benchmarks.Adversaries.Economy;

/// <summary>
/// A worker's life, job by job: whether it cheats, whether it is audited, what the audit finds in work that was measured, and what that does to its credit. Who is banned comes
/// back under a name that nobody knows and proves itself anew. The same chance gives the same life.
/// </summary>
/// <param name="bad">Pictures of the strategy's cheat; one of them is what it hands in.</param>
/// <param name="good">Of honest workers.</param>
internal sealed class Life(Strategy strategy, IReadOnlyList<SeenWork> bad, IReadOnlyList<SeenWork> good, Rules rules, Chance chance)
{
    public const long JobMflop = 1_000_000;

    private const double JobsPerDay = 200;

    private readonly LifeTally _tally = new();

    private WorkerName _name = new(rules);

    public LifeTally Run(int jobs)
    {
        var now = DateTimeOffset.UnixEpoch;
        for (var job = 0; job < jobs; job++, now = now.AddDays(1 / JobsPerDay))
        {
            Work(now);
            if (_name.IsBanned)
                Leave();
        }
        Leave();
        return _tally;
    }

    private void Work(DateTimeOffset now)
    {
        var plan = _name.Plan(now, good[0].Times.Count);
        var cheats = strategy.Cheats(_name.View(plan), chance.Uniform()); // by the plan that it may expect
        if (plan.Rate < 1 && chance.Uniform() < rules.Options.CanaryShare)
            plan = TrustPolicy.Canary(plan);
        var work = OneOf(cheats ? bad : good);
        _tally.Worked(work.Saved, cheats);
        _name.Jobs++;
        if (chance.Uniform() < plan.Rate)
            Audit(work, plan, now, withholds: cheats && strategy.Withholds);
        else
            _name.Holdings.Accept(Credit(plan));
    }

    private void Audit(SeenWork work, AuditPlan plan, DateTimeOffset now, bool withholds)
    {
        _name.Ask();
        var finding = withholds ? new(Fault.Withheld, 0, 0) : AuditRoom.Examine(work, plan, rules, chance);
        _tally.Audited(finding);
        if (finding.Found is not { } found)
            _name.Pass(now, Credit(plan));
        else if (_name.Fail(now, found) != Fault.Withheld)
            _tally.Caught();
    }

    private void Leave()
    {
        _tally.Left(_name.Holdings);
        _name = new(rules);
    }

    private SeenWork OneOf(IReadOnlyList<SeenWork> works) => works[chance.Below(works.Count)];

    private static long Credit(AuditPlan plan) => (long)Math.Round(JobMflop * plan.PayShare);
}
