namespace LaionGrid.Coordinator.Datasets.Quality;

/// <summary>How one rater uses a scale, and how much the rater counts.</summary>
/// <param name="Mean">Of the rater's answers, drawn towards everybody's.</param>
/// <param name="Deviation">Of them, above 0.</param>
/// <param name="Weight">See <see cref="ReliabilityPolicy"/>.</param>
internal readonly record struct RaterScale(double Mean, double Deviation, double Weight)
{
    /// <summary>Answers of everybody's that are taken as the rater's own before the first: a rater of few answers is not stretched to fill the scale.</summary>
    private const double PriorAnswers = 5;

    /// <summary>Least deviation, in points of the scale: of raters who never vary.</summary>
    private const double LeastDeviation = 0.1;

    /// <summary>Beyond this a weight counts no more: nobody is so sure of a picture that all others are nothing beside.</summary>
    private const double MostWeight = 0.9;

    /// <summary>
    /// How much an answer in the rater's own terms tells of the item, 0 below <see cref="ReliabilityPolicy.Least"/>: w / (1 - w^2), its load in M. S. Bartlett's estimate of a common factor ("The Statistical
    /// Conception of Mental Factors", 1937), with the weight for the correlation between the rater's answers and the truth.
    /// </summary>
    public double Load => ReliabilityPolicy.IsAggregated(Weight) ? LoadOf(Math.Min(Weight, MostWeight)) : 0;

    /// <summary>Of a rater whose answers have this sum and this sum of squares, where everybody's have that mean and deviation.</summary>
    public static RaterScale Of(int answers, double sum, double squares, double mean, double deviation, double weight)
    {
        var own = (sum + (PriorAnswers * mean)) / (answers + PriorAnswers);
        var around = squares - (2 * own * sum) + (answers * own * own); // the sum of (answer - own)^2
        var variance = (Math.Max(0, around) + (PriorAnswers * deviation * deviation)) / (answers + PriorAnswers);
        return new(own, Math.Max(LeastDeviation, Math.Sqrt(variance)), weight);
    }

    /// <summary>The answer in the rater's own deviations from the rater's own mean.</summary>
    public double Standard(double answer) => (answer - Mean) / Deviation;

    private static double LoadOf(double weight) => weight / (1 - (weight * weight));
}
