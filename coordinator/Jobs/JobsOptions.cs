using System.ComponentModel.DataAnnotations;
using LaionGrid.Coordinator.Jobs.Intake;

namespace LaionGrid.Coordinator.Jobs;

/// <summary>Bounds of the queue.</summary>
internal sealed class JobsOptions
{
    public const string Section = "Jobs";

    /// <summary>Attempts that may end badly before a job fails for good, 1 to 20. Default 4. Work given back is not counted.</summary>
    [Range(1, 20, ErrorMessage = "Jobs:MaxFailures must be 1 to 20.")]
    public int MaxFailures { get; set; } = 4;

    /// <summary>Jobs that may wait at once before new requests are told to come later, 1 to 10,000,000. Default 100,000.</summary>
    [Range(1, 10_000_000, ErrorMessage = "Jobs:MaxQueued must be 1 to 10,000,000.")]
    public int MaxQueued { get; set; } = 100_000;

    /// <summary>Pictures of one visitor without an account that may wait at once, 8 to 1,000,000, or 0 for no bound. Default 16. What waits is counted for each requester.</summary>
    [BoundOrNone(ErrorMessage = "Jobs:AnonymousWaiting must be 0 (no bound) or 8 to 1,000,000.")]
    public int AnonymousWaiting { get; set; } = 16;

    /// <summary>
    /// Pictures a day of one visitor without an account, 8 to 1,000,000, or 0 for no bound. Default 60. They come back evenly: a quarter of them in six hours. What was
    /// asked for is remembered by the coordinator that was asked, until it restarts.
    /// </summary>
    [BoundOrNone(ErrorMessage = "Jobs:AnonymousPerDay must be 0 (no bound) or 8 to 1,000,000.")]
    public int AnonymousPerDay { get; set; } = 60;

    /// <summary>As <see cref="AnonymousWaiting"/>, of an account that is not trusted yet. Default 40.</summary>
    [BoundOrNone(ErrorMessage = "Jobs:NewWaiting must be 0 (no bound) or 8 to 1,000,000.")]
    public int NewWaiting { get; set; } = 40;

    /// <summary>As <see cref="AnonymousPerDay"/>, of an account that is not trusted yet. Default 300.</summary>
    [BoundOrNone(ErrorMessage = "Jobs:NewPerDay must be 0 (no bound) or 8 to 1,000,000.")]
    public int NewPerDay { get; set; } = 300;

    /// <summary>As <see cref="AnonymousWaiting"/>, of a trusted account. Default 200.</summary>
    [BoundOrNone(ErrorMessage = "Jobs:TrustedWaiting must be 0 (no bound) or 8 to 1,000,000.")]
    public int TrustedWaiting { get; set; } = 200;

    /// <summary>As <see cref="AnonymousPerDay"/>, of a trusted account. Default 3,000.</summary>
    [BoundOrNone(ErrorMessage = "Jobs:TrustedPerDay must be 0 (no bound) or 8 to 1,000,000.")]
    public int TrustedPerDay { get; set; } = 3000;

    /// <summary>
    /// Priority that one request may spend, in MFLOP, 0 to 10^12; 0 lets nobody spend any. Default 426,000,000: ten pictures of 512 x 512 in 25 guided steps of Stable Diffusion 1.5, which is a hundred points.
    /// </summary>
    [Range(0, 1_000_000_000_000, ErrorMessage = "Jobs:PriorityMflopAtOnce must be 0 to 1,000,000,000,000.")]
    public long PriorityMflopAtOnce { get; set; } = 426_000_000;

    internal AskBounds BoundsOf(RateClass of) => of switch
    {
        RateClass.Anonymous => new(AnonymousWaiting, AnonymousPerDay),
        RateClass.New => new(NewWaiting, NewPerDay),
        RateClass.Trusted => new(TrustedWaiting, TrustedPerDay),
        _ => default,
    };

    /// <summary>
    /// Days that an attempt which ended without a picture is kept after its end, 0 to 3,650; 0 keeps all for ever. Default 30. Those of jobs
    /// that still go on are kept in any case, and so is every attempt with a picture.
    /// </summary>
    [Range(0, 3650, ErrorMessage = "Jobs:KeepLostAttemptsDays must be 0 (for ever) to 3,650.")]
    public int KeepLostAttemptsDays { get; set; } = 30;
}

/// <summary>A number that bounds something, no smaller than the largest single ask, or 0 for no bound.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BoundOrNoneAttribute : ValidationAttribute
{
    private const int Most = 1_000_000;

    public override bool IsValid(object? value) => value is 0 or (>= RequestRules.MaxCount and <= Most);
}
