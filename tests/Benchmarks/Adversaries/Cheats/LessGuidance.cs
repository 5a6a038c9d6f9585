using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Benchmarks.Adversaries.Cheats;

/// <summary>Leaves the unconditional text's pass out at some steps, and makes up what it would have given.</summary>
/// <param name="from">First step that may be cheated, as part of all.</param>
/// <param name="every">1 for each, 2 for every second one.</param>
/// <param name="makeUp">The unconditional output, from the conditional one and the claim before.</param>
internal sealed class LessGuidance(Laboratory laboratory, string name, double from, int every, Func<float[], Claim, float[]> makeUp) : ICheat
{
    public string Name => name;

    public CheatOutcome Run(PictureOrder order)
    {
        var walk = new Walk(laboratory, order);
        for (var evaluation = 0; evaluation < walk.Evaluations; evaluation++)
        {
            if (evaluation == 0 || evaluation < (int)(walk.Evaluations * from) || evaluation % every == 0 != (every == 1))
            {
                walk.Take(evaluation, walk.Ask(laboratory.Referee, evaluation), isHonest: true);
                continue;
            }
            var conditional = walk.Ask(laboratory.Referee, evaluation, order with { Guidance = 1 }).Conditional;
            walk.Take(evaluation, new(makeUp(conditional, walk.At(evaluation - 1)), conditional), isHonest: false);
        }
        return walk.Finish();
    }

    /// <summary>As if the prompt said nothing.</summary>
    public static float[] Dropped(float[] conditional, Claim before) => [.. conditional];

    /// <summary>The one before.</summary>
    public static float[] Reused(float[] conditional, Claim before) => before.Unconditional;

    /// <summary>As far from the conditional one as before.</summary>
    public static float[] SameDifference(float[] conditional, Claim before) =>
        [.. conditional.Select((value, index) => value - (before.Conditional[index] - before.Unconditional[index]))];

    /// <summary>The line through the step before's numbers that fits them best.</summary>
    public static float[] Fitted(float[] conditional, Claim before)
    {
        double n = conditional.Length, x = before.Conditional.Average(), y = before.Unconditional.Average();
        var (xy, xx) = (0.0, 0.0);
        for (var index = 0; index < n; index++)
        {
            xy += (before.Conditional[index] - x) * (before.Unconditional[index] - y);
            xx += (before.Conditional[index] - x) * (before.Conditional[index] - x);
        }
        return [.. conditional.Select(value => (float)(y + (xy / xx * (value - x))))];
    }
}
