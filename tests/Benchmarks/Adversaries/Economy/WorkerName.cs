using LaionGrid.Coordinator.Verification.Trusting;

namespace LaionGrid.Benchmarks.Adversaries.Economy;

/// <summary>One name under which a worker works until it is banned, and what the grid knows of it. Decides by the coordinator's own policy.</summary>
internal sealed class WorkerName(Rules rules)
{
    private double _passed;
    private DateTimeOffset? _passedAt, _faultAt;
    private long _asked, _withheld, _audits, _faults;

    public Holdings Holdings { get; } = new(rules.Options.EscrowJobs, rules.HoldsPending);

    public int Jobs { get; set; }

    public bool IsBanned { get; private set; }

    public WorkerView View(AuditPlan plan) =>
        new(Jobs, plan.Rate < 1, plan.Rate <= rules.Options.SteadyRate, !TrustPolicy.IsWithholding(_asked + 1, _withheld + 1, rules.Options));

    public AuditPlan Plan(DateTimeOffset now, int steps) =>
        _asked < rules.Options.EnrolmentCanaries ? TrustPolicy.Enrolment : TrustPolicy.Plan(Passed(now), steps, _faults == 0 ? 0 : _faults / (double)_audits, rules.Options);

    /// <summary>A trajectory is asked for.</summary>
    public void Ask() => (_asked, _audits) = (_asked + 1, _audits + 1);

    public void Pass(DateTimeOffset now, long mflop)
    {
        (_passed, _passedAt) = (Passed(now) + 1, now);
        Holdings.Accept(mflop);
        Holdings.Pass();
    }

    /// <returns>How bad it is, all considered.</returns>
    public Fault Fail(DateTimeOffset now, Fault found)
    {
        if (found != Fault.Withheld)
            _faults++;
        else if (TrustPolicy.IsWithholding(_asked, ++_withheld, rules.Options))
            found = Fault.Small;
        var fault = TrustPolicy.Grade(found, _faultAt, now, rules.Options);
        (_passed, _passedAt) = (TrustPolicy.After(fault, Passed(now), rules.Options), now);
        if (fault == Fault.Withheld && !rules.WithholdingCostsPending)
            return fault;
        Holdings.Forfeit(fault);
        _faultAt = fault == Fault.Withheld ? _faultAt : now;
        IsBanned = fault == Fault.Gross || (fault == Fault.Small && _asked <= rules.Options.EnrolmentCanaries); // who fails at first is given none of the bundle
        return fault;
    }

    private double Passed(DateTimeOffset now) => _passedAt is { } at ? TrustPolicy.Fade(_passed, now - at, TimeSpan.FromDays(rules.Options.HalfLifeDays)) : 0;
}
