namespace LaionGrid.Coordinator.Datasets.Quality;

/// <summary>
/// How far a rater's answers to one task are to be trusted, from 0 to 1: gold x repeats x agreement x pace. Pure.
/// <para>Gold and repeats are shares under a Beta prior (T. Bayes; here <see cref="PriorAnswers"/> answers of which <see cref="PriorShare"/> are good), so a few answers say little:
/// (good + 5 x 0.9) / (seen + 5). Pace is the share of answers that were not hurried, with five unhurried ones before: (timed - hurried + 5) / (timed + 5).</para>
/// <para>Agreement is beyond chance (J. Cohen, "A Coefficient of Agreement for Nominal Scales", 1960; for ratings the correlation with what others say), drawn towards 0.5 by five answers, k. It gives
/// 0.25 + 0.75 k: a dissenter who is steady, right where there is a right answer, and takes the time, keeps a quarter, for taste is no fault. Below 0 the quarter shrinks, to
/// nothing at k = -0.5: who says the contrary of everybody has no taste of their own but a wish to spoil.</para>
/// </summary>
internal static class ReliabilityPolicy
{
    /// <summary>Answers of a rater of less weight are kept, and are neither paid nor aggregated.</summary>
    public const double Least = 0.2;

    public const double Floor = 0.25;

    private const double PriorAnswers = 5;
    private const double PriorShare = 0.9;
    private const double PriorAgreement = 0.5;

    /// <summary>From 0 to 1. Of nobody known anything it is about a half.</summary>
    public static double Weight(RaterEvidence evidence) => Math.Clamp(
        Share(evidence.GoldRight, evidence.GoldSeen) * Share(evidence.RepeatsKept, evidence.RepeatsSeen) * AgreementFactor(evidence.Agreement, evidence.Compared) * Pace(evidence), 0, 1);

    public static bool IsAggregated(double weight) => weight >= Least;

    /// <summary>How far a repeated rating was kept: 1 - d^2 / E(d^2), where E(d^2) = (points^2 - 1) / 6 is what two answers at random would give. 1 for the same, 0 on average for chance.</summary>
    /// <param name="points">Of the scale, above 1.</param>
    public static double Kept(double first, double second, int points) => 1 - (6 * (first - second) * (first - second) / (((double)points * points) - 1));

    private static double Share(double good, int seen) => (Math.Max(0, good) + (PriorAnswers * PriorShare)) / (seen + PriorAnswers);

    private static double Pace(RaterEvidence evidence) => (evidence.Timed - evidence.Hurried + PriorAnswers) / (evidence.Timed + PriorAnswers);

    private static double AgreementFactor(double agreement, int compared)
    {
        var drawn = ((agreement * compared) + (PriorAgreement * PriorAnswers)) / (compared + PriorAnswers);
        return drawn >= 0 ? Floor + ((1 - Floor) * drawn) : Floor * Math.Max(0, 1 + (2 * drawn));
    }
}
