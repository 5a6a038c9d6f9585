using System.ComponentModel.DataAnnotations;

namespace LaionGrid.Coordinator.Datasets.Judging;

/// <summary>When people's answers are made into judgements.</summary>
internal sealed class JudgingOptions
{
    public const string Section = "Judging";

    /// <summary>Seconds between looks for new answers, 1 to 3,600. Default 15.</summary>
    [Range(1, 3600, ErrorMessage = "Judging:LookEverySeconds must be 1 to 3,600.")]
    public int LookEverySeconds { get; set; } = 15;

    /// <summary>Minutes between fits of raters, comparisons and flags over all answers, 1 to 10,080. Default 60.</summary>
    [Range(1, 10_080, ErrorMessage = "Judging:FitEveryMinutes must be 1 to 10,080.")]
    public int FitEveryMinutes { get; set; } = 60;

    /// <summary>Newest answers of each kind of task that a fit takes in, 1,000 to 10,000,000, all in memory at once. Default 2,000,000.</summary>
    [Range(1000, 10_000_000, ErrorMessage = "Judging:MostAnswers must be 1,000 to 10,000,000.")]
    public int MostAnswers { get; set; } = 2_000_000;

    /// <summary>Comparisons that a bundle needs before the arena shows it, 1 to 1,000,000. Default 100.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Judging:ArenaComparisons must be 1 to 1,000,000.")]
    public int ArenaComparisons { get; set; } = 100;

    public TimeSpan Look => TimeSpan.FromSeconds(LookEverySeconds);

    public TimeSpan Fit => TimeSpan.FromMinutes(FitEveryMinutes);
}
