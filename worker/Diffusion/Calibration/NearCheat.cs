using LaionGrid.Arithmetic.Trajectories;

namespace LaionGrid.Diffusion.Calibration;

/// <summary>
/// A way to save an evaluation that needs nothing but the outputs around it. These are the claims that come nearest to the truth for a real saving, so a
/// class whose tolerance lets them pass is worth nothing.
/// </summary>
/// <param name="name">As it is printed.</param>
/// <param name="needs">Evaluations before and behind that it is made from.</param>
/// <param name="guess">Of one output's element, from those of the texts around it.</param>
internal sealed class NearCheat(string name, (int Before, int Behind) needs, Func<NearCheat.Around, int, float> guess)
{
    /// <summary>Value of a text's output so many evaluations away, 0 for none.</summary>
    public delegate float Around(int away, int text);

    public static IReadOnlyList<NearCheat> All { get; } =
    [
        new("output repeated", (1, 0), (at, text) => at(-1, text)),
        new("output extrapolated", (2, 0), (at, text) => (2 * at(-1, text)) - at(-2, text)),
        new("output interpolated", (1, 1), (at, text) => (at(-1, text) + at(1, text)) / 2),
        new("guidance reused", (1, 0), (at, text) => text == 1 ? at(0, 1) : at(0, 1) - (at(-1, 1) - at(-1, 0))),
        new("unconditional dropped", (0, 0), (at, _) => at(0, 1)),
    ];

    public string Name => name;

    /// <summary>Some save the unconditional text's pass, and there is none without guidance.</summary>
    public bool NeedsGuidance => this == All[3] || this == All[4];

    /// <summary>The claim in place of one evaluation; null where there is not enough around it.</summary>
    public Trajectory? Claim(ReferenceStep step)
    {
        if (step.Evaluation < needs.Before || step.Evaluation + needs.Behind >= step.Whole.Evaluations || (NeedsGuidance && step.Whole.Texts == 1))
            return null;
        var known = new Dictionary<(int, int), float[]>();
        for (var away = -needs.Before; away <= needs.Behind; away++)
        {
            for (var text = 0; text < step.Whole.Texts; text++)
                step.Whole.CopyTo(step.Evaluation + away, text, known[(away, text)] = new float[step.Whole.Length]);
        }
        var (claim, output) = (new Trajectory(1, step.Whole.Texts, step.Whole.Length), new float[step.Whole.Length]);
        for (var text = 0; text < step.Whole.Texts; text++)
        {
            for (var index = 0; index < output.Length; index++)
                output[index] = guess((away, of) => known[(away, of)][index], text);
            claim.Record(0, text, output);
        }
        return claim;
    }
}
