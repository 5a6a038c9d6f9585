using System.ComponentModel.DataAnnotations;

namespace LaionGrid.Coordinator.Verification;

/// <summary>How much of the work is checked, and what follows. Defaults are those that the simulation of cheats was made with.</summary>
internal sealed class VerificationOptions
{
    public const string Section = "Verification";

    /// <summary>
    /// First attempts of a worker with one bundle and runtime that are looked at whole, are not paid, and show its precision class, 0 to 100. Default 5. With 0 the class is the one that the
    /// tolerance table has for its provider, by the worker's word, and the tightest for a provider that the table does not name.
    /// </summary>
    [Range(0, 100, ErrorMessage = "Verification:EnrolmentCanaries must be 0 to 100.")]
    public int EnrolmentCanaries { get; set; } = 5;

    /// <summary>Audits that a worker passes with one bundle and runtime before any attempt is taken on standing, 0 to 10,000. Default 20.</summary>
    [Range(0, 10_000, ErrorMessage = "Verification:ProvingAudits must be 0 to 10,000.")]
    public int ProvingAudits { get; set; } = 20;

    /// <summary>Evaluations done again of each attempt until then, 1 to 1,000. Default 3.</summary>
    [Range(1, 1000, ErrorMessage = "Verification:ProvingChecks must be 1 to 1,000.")]
    public int ProvingChecks { get; set; } = 3;

    /// <summary>Share of the tariff that is credited until then, 0 to 1: a new name costs something. Default 0.5.</summary>
    [Range(0, 1.0, ErrorMessage = "Verification:ProvingPayShare must be 0 to 1.")]
    public double ProvingPayShare { get; set; } = 0.5;

    /// <summary>Least share of a proven worker's attempts that is audited, 0.01 to 1: it never reaches zero. Default 0.1.</summary>
    [Range(0.01, 1.0, ErrorMessage = "Verification:SteadyRate must be 0.01 to 1.")]
    public double SteadyRate { get; set; } = 0.1;

    /// <summary>Above the floor, the share is this divided by audits passed, 0 to 1,000. Default 10.</summary>
    [Range(0, 1000.0, ErrorMessage = "Verification:RateTimesPassed must be 0 to 1,000.")]
    public double RateTimesPassed { get; set; } = 10;

    /// <summary>The share is never below the confirmed faults' share among the account's audits times this, 0 to 100. Default 5.</summary>
    [Range(0, 100.0, ErrorMessage = "Verification:FaultFactor must be 0 to 100.")]
    public double FaultFactor { get; set; } = 5;

    /// <summary>Evaluations done again of a proven worker's audited attempt, 1 to 1,000. Default 1.</summary>
    [Range(1, 1000, ErrorMessage = "Verification:SteadyChecks must be 1 to 1,000.")]
    public int SteadyChecks { get; set; } = 1;

    /// <summary>As <see cref="SteadyChecks"/>, above <see cref="LongSteps"/> steps: neighbouring steps are easier to guess. Default 2.</summary>
    [Range(1, 1000, ErrorMessage = "Verification:LongChecks must be 1 to 1,000.")]
    public int LongChecks { get; set; } = 2;

    /// <summary>Default 30.</summary>
    [Range(1, 1000, ErrorMessage = "Verification:LongSteps must be 1 to 1,000.")]
    public int LongSteps { get; set; } = 30;

    /// <summary>Share of proven workers' attempts that are looked at whole, to find out what other audits miss, 0 to 1. Default 0.001.</summary>
    [Range(0, 1.0, ErrorMessage = "Verification:CanaryShare must be 0 to 1.")]
    public double CanaryShare { get; set; } = 0.001;

    /// <summary>Share of a proven worker's audits that decode the picture again, 0 to 1. Default 0.25.</summary>
    [Range(0, 1.0, ErrorMessage = "Verification:DecodeShare must be 0 to 1.")]
    public double DecodeShare { get; set; } = 0.25;

    /// <summary>An audited picture is decoded again in any case when it correlates less with the preview of its latent, -1 to 1. Default 0.7.</summary>
    [Range(-1.0, 1.0, ErrorMessage = "Verification:PreviewCorrelation must be -1 to 1.")]
    public double PreviewCorrelation { get; set; } = 0.7;

    /// <summary>A picture that came so many times faster than nine tenths of its device class's is audited, 1 to 1,000. Default 2.</summary>
    [Range(1, 1000.0, ErrorMessage = "Verification:FastTimes must be 1 to 1,000.")]
    public double FastTimes { get; set; } = 2;

    /// <summary>Bits of 64 in which the hashes of two pictures that look alike differ at most, -1 to 4; -1 finds none alike. Default 4.</summary>
    [Range(-1, 4, ErrorMessage = "Verification:AlikeBits must be -1 (none are alike) to 4.")]
    public int AlikeBits { get; set; } = 4;

    /// <summary>Least correlation of their thumbnails, 0 to 1. Default 0.98.</summary>
    [Range(0, 1.0, ErrorMessage = "Verification:AlikeCorrelation must be 0 to 1.")]
    public double AlikeCorrelation { get; set; } = 0.98;

    /// <summary>Pictures are remembered for so many days to find others like them, 1 to 3,650. Default 30.</summary>
    [Range(1, 3650, ErrorMessage = "Verification:KeepSeenDays must be 1 to 3,650.")]
    public int KeepSeenDays { get; set; } = 30;

    /// <summary>Black or broken pictures of a worker within a day until it is given no more work that day, 1 to 1,000. Default 3.</summary>
    [Range(1, 1000, ErrorMessage = "Verification:BrokenPictures must be 1 to 1,000.")]
    public int BrokenPictures { get; set; } = 3;

    /// <summary>Half of what was passed is forgotten in so many days, 1 to 10,000. Default 30.</summary>
    [Range(1, 10_000.0, ErrorMessage = "Verification:HalfLifeDays must be 1 to 10,000.")]
    public double HalfLifeDays { get; set; } = 30;

    /// <summary>Newest jobs of a worker whose credit stays locked although they passed, 0 to 10,000. Default 40: four divided by the floor.</summary>
    [Range(0, 10_000, ErrorMessage = "Verification:EscrowJobs must be 0 to 10,000.")]
    public int EscrowJobs { get; set; } = 40;

    /// <summary>A difference so many times the tolerance is gross, 1 to 1,000. Default 10.</summary>
    [Range(1, 1000.0, ErrorMessage = "Verification:GrossTimes must be 1 to 1,000.")]
    public double GrossTimes { get; set; } = 10;

    /// <summary>Distances from the referee count as drift by as much as their logarithm is above the worker's usual by more than this, 0.01 to 10. Default 0.5: 1.65 times the usual.</summary>
    [Range(0.01, 10.0, ErrorMessage = "Verification:DriftShift must be 0.01 to 10.")]
    public double DriftShift { get; set; } = 0.5;

    /// <summary>When the sum of that is above this, the worker has drifted, 0.1 to 1,000. Default 5.</summary>
    [Range(0.1, 1000.0, ErrorMessage = "Verification:DriftAlarm must be 0.1 to 1,000.")]
    public double DriftAlarm { get; set; } = 5;

    /// <summary>Then its work is audited until so many audits have passed, 1 to 10,000. Default 5.</summary>
    [Range(1, 10_000, ErrorMessage = "Verification:WatchedAudits must be 1 to 10,000.")]
    public int WatchedAudits { get; set; } = 5;

    /// <summary>Audits to pass again after a small fault, 0 to 10,000. Default 10.</summary>
    [Range(0, 10_000, ErrorMessage = "Verification:AuditsAfterSmallFault must be 0 to 10,000.")]
    public int AuditsAfterSmallFault { get; set; } = 10;

    /// <summary>A second small fault within so many days is treated as a gross one, 0 to 10,000. Default 30.</summary>
    [Range(0, 10_000.0, ErrorMessage = "Verification:RepeatDays must be 0 to 10,000.")]
    public double RepeatDays { get; set; } = 30;

    /// <summary>A worker caught at a gross fault is given no work for so many days, and one that no precision class fits none of that bundle, 0 to 10,000. Default 7.</summary>
    [Range(0, 10_000.0, ErrorMessage = "Verification:SuspensionDays must be 0 to 10,000.")]
    public double SuspensionDays { get; set; } = 7;

    /// <summary>A second gross fault of an owner's workers within so many days costs all of them their standing and their escrow, 0 to 10,000. Default 90.</summary>
    [Range(0, 10_000.0, ErrorMessage = "Verification:OwnerRepeatDays must be 0 to 10,000.")]
    public double OwnerRepeatDays { get; set; } = 90;

    /// <summary>As <see cref="ProvingAudits"/>, for a worker without fault whose owner has another with credit in escrow, 0 to 10,000. Default 5.</summary>
    [Range(0, 10_000, ErrorMessage = "Verification:VouchedAudits must be 0 to 10,000.")]
    public int VouchedAudits { get; set; } = 5;

    /// <summary>Withheld trajectories above this share of those asked for are a small fault, 0 to 1. Default 0.03.</summary>
    [Range(0, 1.0, ErrorMessage = "Verification:WithheldShare must be 0 to 1.")]
    public double WithheldShare { get; set; } = 0.03;

    /// <summary>Fewer than these are never one, 1 to 1,000. Default 3.</summary>
    [Range(1, 1000, ErrorMessage = "Verification:LeastWithheld must be 1 to 1,000.")]
    public int LeastWithheld { get; set; } = 3;

    /// <summary>When two referees are there, the first one's finding of a fault waits so many seconds for the second, 1 to 86,400. Default 600.</summary>
    [Range(1, 86_400, ErrorMessage = "Verification:SecondOpinionSeconds must be 1 to 86,400.")]
    public double SecondOpinionSeconds { get; set; } = 600;

    /// <summary>Share of the checks that is left to proven volunteers, 0 to 0.9: the operator's referees do a tenth at least, or friends could agree. Default 0: the operator's do all.</summary>
    [Range(0, 0.9, ErrorMessage = "Verification:VolunteerShare must be 0 to 0.9.")]
    public double VolunteerShare { get; set; }

    /// <summary>Audits that a volunteer has passed with the bundle before it checks others, 1 to 10,000. Default 40: twice as many as it proves itself by.</summary>
    [Range(1, 10_000, ErrorMessage = "Verification:VolunteerAudits must be 1 to 10,000.")]
    public int VolunteerAudits { get; set; } = 40;

    /// <summary>Nor has it had a fault, as a worker or as a checker, for so many days, 0 to 10,000. Default 30.</summary>
    [Range(0, 10_000.0, ErrorMessage = "Verification:VolunteerCleanDays must be 0 to 10,000.")]
    public double VolunteerCleanDays { get; set; } = 30;

    /// <summary>Share of the volunteers' checks that a referee does again although they found no fault, 0.01 to 1: ringers and repeats in one. Default 0.12.</summary>
    [Range(0.01, 1.0, ErrorMessage = "Verification:RepeatShare must be 0.01 to 1.")]
    public double RepeatShare { get; set; } = 0.12;

    /// <summary>Of so many successive checks of an account's work by volunteers, one at most is by the same owner's, 1 to 1,000. Default 10.</summary>
    [Range(1, 1000, ErrorMessage = "Verification:ChecksApart must be 1 to 1,000.")]
    public int ChecksApart { get; set; } = 10;

    /// <summary>Revealed trajectories are kept so many hours after the verdict. As long an owner may appeal, and the appeal waits for a referee as long again, 1 to 10,000. Default 24.</summary>
    [Range(1, 10_000.0, ErrorMessage = "Verification:KeepRevealsHours must be 1 to 10,000.")]
    public double KeepRevealsHours { get; set; } = 24;
}
