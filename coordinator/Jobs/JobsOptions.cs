using System.ComponentModel.DataAnnotations;

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

    /// <summary>
    /// Days that an attempt which ended without a picture is kept after its end, 0 to 3,650; 0 keeps all for ever. Default 30. Those of jobs
    /// that still go on are kept in any case, and so is every attempt with a picture.
    /// </summary>
    [Range(0, 3650, ErrorMessage = "Jobs:KeepLostAttemptsDays must be 0 (for ever) to 3,650.")]
    public int KeepLostAttemptsDays { get; set; } = 30;
}
