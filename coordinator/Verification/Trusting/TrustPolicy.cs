using LaionGrid.Coordinator.Fleet;

namespace LaionGrid.Coordinator.Verification.Trusting;

/// <summary>How an attempt is audited, if it is.</summary>
/// <param name="Rate">Its chance to be, above 0 to 1.</param>
/// <param name="Checks">Evaluations that a referee does again, beside those that stand out.</param>
/// <param name="DecodeShare">Chance that the decoding is done again too.</param>
/// <param name="PayShare">Of the tariff.</param>
internal sealed record AuditPlan(double Rate, int Checks, double DecodeShare, double PayShare);

/// <summary>How much is audited of whom, and what a finding does to that. Pure.</summary>
internal static class TrustPolicy
{
    /// <summary>Audits passed that still count: they fade by half in every half-life.</summary>
    public static double Fade(double passed, TimeSpan since, TimeSpan halfLife) =>
        since <= TimeSpan.Zero ? passed : passed * Math.Pow(0.5, since / halfLife);

    /// <summary>
    /// Everything while it proves itself. Then the share falls with what it has passed, never under the floor: without one, good work could buy
    /// a time of bad work.
    /// </summary>
    /// <param name="passed">Audits passed that still count.</param>
    /// <param name="evaluations">Of the job: with many, one alone says little.</param>
    /// <param name="faultShare">Confirmed faults among all audits of its account's workers, 0 to 1.</param>
    /// <param name="isVouchedFor">See <see cref="OwnerPolicy.ProvingAudits"/>.</param>
    public static AuditPlan Plan(double passed, int evaluations, double faultShare, VerificationOptions options, bool isVouchedFor = false)
    {
        if (!IsProven(passed, options, isVouchedFor))
            return new(1, options.ProvingChecks, 1, options.ProvingPayShare);
        var byTrust = passed > 0 ? options.RateTimesPassed / passed : 0;
        var rate = Math.Min(1, Math.Max(Math.Max(options.SteadyRate, byTrust), options.FaultFactor * faultShare));
        return new(rate, evaluations > options.LongSteps ? options.LongChecks : options.SteadyChecks, options.DecodeShare, 1);
    }

    /// <summary>What fades within an hour is not one audit more to pass.</summary>
    public static bool IsProven(double passed, VerificationOptions options, bool isVouchedFor = false) => Math.Round(passed, MidpointRounding.AwayFromZero) >= OwnerPolicy.ProvingAudits(isVouchedFor, options);

    /// <summary>Of a worker's first attempts with a bundle on a runtime: they show how the machine computes, so everything is asked, and cost whoever comes under a new name.</summary>
    public static AuditPlan Enrolment { get; } = new(1, int.MaxValue, 1, 0);

    /// <summary>Everything is asked, and paid as it would be: nothing tells the worker, before it is done, that this one is.</summary>
    public static AuditPlan Canary(AuditPlan plan) => plan with { Rate = 1, Checks = int.MaxValue, DecodeShare = 1 };

    /// <summary>
    /// Whether a picture came so much faster than its device class renders that it is looked at. It proves nothing: a model was loaded already, or a card is another
    /// than its name. A cheat can also wait, and then has gained no time.
    /// </summary>
    /// <param name="known">Speeds of its device class; null when too little is known.</param>
    public static bool IsTooFast(long costMflop, TimeSpan took, SpeedQuantiles? known, VerificationOptions options) =>
        known is { Fast: > 0 and var fast } && took > TimeSpan.Zero && costMflop / took.TotalSeconds > options.FastTimes * fast;

    /// <summary>What is left of audits passed after a fault. One that is just withheld proves nothing either way.</summary>
    public static double After(Fault fault, double passed, VerificationOptions options) => fault switch
    {
        Fault.Withheld => passed,
        Fault.Small => Math.Min(passed, Math.Max(0, options.ProvingAudits - options.AuditsAfterSmallFault)),
        _ => 0,
    };

    /// <summary>Whether so many withheld trajectories count as a fault: everybody's network fails sometimes.</summary>
    public static bool IsWithholding(long asked, long withheld, VerificationOptions options) =>
        withheld >= options.LeastWithheld && withheld > options.WithheldShare * asked;

    /// <summary>A second small fault soon after another is no accident.</summary>
    public static Fault Grade(Fault found, DateTimeOffset? lastFault, DateTimeOffset now, VerificationOptions options) =>
        found == Fault.Small && lastFault is { } last && now - last < TimeSpan.FromDays(options.RepeatDays) ? Fault.Gross : found;
}
