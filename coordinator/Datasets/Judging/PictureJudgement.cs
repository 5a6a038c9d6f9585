using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Datasets.Judging;

/// <summary>What people's answers about one picture come to. Derived: it can be made anew from the answers at any time.</summary>
internal sealed class PictureJudgement
{
    public required JobId JobId { get; init; }

    /// <summary>Ratings from 1 to 10; see <see cref="Quality.RatingAggregate"/> for what follows. Null where nobody rated, or nobody who counts.</summary>
    public int Ratings { get; set; }

    public double? RatingMean { get; set; }

    public double? RatingDeviation { get; set; }

    public double? RatingWeighted { get; set; }

    /// <summary>To sort by.</summary>
    public double? RatingBound { get; set; }

    /// <summary>Comparisons with other pictures of its prompt, and what they come to: see <see cref="Quality.FittedComparisons"/>.</summary>
    public int Comparisons { get; set; }

    public double? Score { get; set; }

    public double? ScoreError { get; set; }

    public int Artifacts { get; set; }

    /// <summary>0 (flawless) to 5 (ruined), weighted.</summary>
    public double? ArtifactMean { get; set; }

    /// <summary>See <see cref="Quality.ArtifactMap"/>.</summary>
    public byte[]? ArtifactMap { get; set; }

    public int Matches { get; set; }

    /// <summary>How well it follows its prompt, 1 to 5, weighted.</summary>
    public double? AlignmentMean { get; set; }

    /// <summary>Words of the prompt that most find missing, one a line.</summary>
    public string MissingWords { get; set; } = "";

    /// <summary>Words of the prompt that most find wrong, one a line.</summary>
    public string WrongWords { get; set; } = "";

    public int FlagAnswers { get; set; }

    /// <summary>Flags that it probably deserves, in snake case, one a line.</summary>
    public string Flags { get; set; } = "";

    public int TagAnswers { get; set; }

    /// <summary>In snake case; empty without a majority of two.</summary>
    public string Medium { get; set; } = "";

    /// <summary>In snake case; empty without a majority of two.</summary>
    public string Subject { get; set; } = "";

    /// <summary>A caption that others found right; empty for none.</summary>
    public string Caption { get; set; } = "";

    public DateTimeOffset JudgedAt { get; set; }
}
