using System.ComponentModel.DataAnnotations;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Annotation;

/// <summary>What this grid asks people, and what it gives for it.</summary>
internal sealed class AnnotationOptions : IValidatableObject
{
    public const string Section = "Annotation";

    public const int MaxCalibration = 20;

    /// <summary>Tasks that one person is given within <see cref="TasksWithin"/>, 1 to 1,000. Default 30.</summary>
    [Range(1, 1000, ErrorMessage = "Annotation:TasksAtOnce must be 1 to 1,000.")]
    public int TasksAtOnce { get; set; } = 30;

    /// <summary>Tasks that one network is given within an hour, whoever sits in it, 0 to 1,000,000; 0 for no bound. Default 600.</summary>
    [Range(0, 1_000_000, ErrorMessage = "Annotation:NetworkTasksPerHour must be 0 (no bound) to 1,000,000.")]
    public int NetworkTasksPerHour { get; set; } = 600;

    /// <summary>What a point is worth, in MFLOP of priority, 1 to 10^9. Default 4,260,000: ten points are a picture of 512 x 512 in 25 guided steps of Stable Diffusion 1.5.</summary>
    [Range(1, 1_000_000_000, ErrorMessage = "Annotation:PointMflop must be 1 to 1,000,000,000.")]
    public long PointMflop { get; set; } = 4_260_000;

    /// <summary>Points that one account is paid for in 24 hours, 0 to 1,000,000. Default 200. Answers beyond are welcome, and earn nothing.</summary>
    [Range(0, 1_000_000, ErrorMessage = "Annotation:DailyPoints must be 0 to 1,000,000.")]
    public int DailyPoints { get; set; } = 200;

    /// <summary>Hours until an answer is paid that fewer than three others have given one beside, 0 to 720. Default 24.</summary>
    [Range(0, 720, ErrorMessage = "Annotation:VestHours must be 0 to 720.")]
    public int VestHours { get; set; } = 24;

    /// <summary>Ids of the pictures that everybody may rate once, at most 20, all of them public. Default none: then there is no calibration. Changing them makes answers of before incomparable.</summary>
    public IReadOnlyList<string> Calibration { get; set; } = [];

    /// <summary>The time that <see cref="TasksAtOnce"/> is for.</summary>
    public static TimeSpan TasksWithin { get; } = TimeSpan.FromMinutes(4);

    public TimeSpan Vests => TimeSpan.FromHours(VestHours);

    public IReadOnlyList<JobId> CalibrationJobs => [.. Calibration.Select(id => Ids.Read<JobId>(id)).OfType<JobId>()];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Calibration.Count > MaxCalibration || CalibrationJobs.Distinct().Count() != Calibration.Count)
            yield return new($"Annotation:Calibration has at most {MaxCalibration} different ids of pictures, of 32 hex digits each.", [nameof(Calibration)]);
    }
}
