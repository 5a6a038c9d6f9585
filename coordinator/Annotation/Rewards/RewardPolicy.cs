using LaionGrid.Coordinator.Annotation.Answers;

namespace LaionGrid.Coordinator.Annotation.Rewards;

/// <summary>What answers earn. It is priority and nothing else: no answer ever counts as contribution. Pure.</summary>
internal static class RewardPolicy
{
    /// <summary>Below it a rater's answers are kept, and not paid.</summary>
    public const double LeastReliability = 0.2;

    private const double Refunded = 0.9; // of what a set cost, at most, for judging it oneself
    private const int Smoothing = 4;

    /// <summary>Whether an answer earns anything: one that nobody can have thought about does not, and neither does none.</summary>
    public static bool IsPayable(TaskKind kind, TimeSpan spent, TaskAnswer answer) =>
        TaskRules.Of(kind) is var rule && rule.Points > 0 && spent >= rule.Fastest && answer is not AestheticAnswer { Rating: null };

    /// <summary>What an answer is promised, in MFLOP, 0 or more.</summary>
    /// <param name="earnedMflop">Promised to the account in the last 24 hours.</param>
    public static long Promise(TaskKind kind, long pointMflop, long earnedMflop, int dailyPoints) =>
        Math.Clamp((dailyPoints * pointMflop) - earnedMflop, 0, TaskRules.Of(kind).Points * pointMflop);

    /// <summary>The same for judging one's own set, of which at most nine tenths come back.</summary>
    /// <param name="setMflop">What the set cost.</param>
    /// <param name="refundedMflop">What was promised for it before.</param>
    public static long Refund(long promise, long setMflop, long refundedMflop) => Math.Clamp((long)(Refunded * setMflop) - refundedMflop, 0, promise);

    /// <summary>How far a rater is to be relied on by what is known beforehand, 0 to 1: 1 until something is known, and one mistake costs little.</summary>
    public static double Reliability(int passed, int failed) => (passed + Smoothing) / (double)(passed + failed + Smoothing);

    /// <summary>What is posted in the end.</summary>
    public static long Pay(long promised, double reliability) => reliability < LeastReliability ? 0 : (long)(promised * reliability);
}
