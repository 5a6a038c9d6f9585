using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Verification.Trusting;

/// <summary>
/// A worker's scores of a picture beside those of whoever decoded it anew. Two honest machines see pixels that are equal but for their rounding, through the same networks; whoever
/// is farther off, or reads a clear answer the other way, has not said what its networks said. Pure.
/// </summary>
internal static class ScorePolicy
{
    /// <summary>Of a chance, 0 to 1.</summary>
    public const double ChanceTolerance = 0.05;

    /// <summary>Of a cosine. With the bundled model a hundred times what two pictures can make of it that are as unlike as two decodings may be.</summary>
    public const double FitTolerance = 0.05;

    /// <summary>Of about 1 to 10; as <see cref="FitTolerance"/>.</summary>
    public const double AestheticTolerance = 0.5;

    /// <summary>Whether they say otherwise of something that both say. What one of them leaves out is no evidence: its engine may be older.</summary>
    public static bool Differs(PictureScores worker, PictureScores checker) =>
        IsFar(worker.Nsfw, checker.Nsfw, ChanceTolerance) || IsFar(worker.Watermark, checker.Watermark, ChanceTolerance)
        || IsFar(worker.TextFit, checker.TextFit, FitTolerance) || IsFar(worker.Aesthetic, checker.Aesthetic, AestheticTolerance)
        || (worker.IsUnsafe is { } one && checker.IsUnsafe is { } other && one != other);

    private static bool IsFar(double? one, double? other, double tolerance) => one is { } first && other is { } second && Math.Abs(first - second) > tolerance;
}
