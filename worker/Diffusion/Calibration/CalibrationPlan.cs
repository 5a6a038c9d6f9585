using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Tolerances;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Diffusion.Calibration;

/// <summary>What is rendered to learn how far honest machines lie apart.</summary>
/// <param name="Usual">Sides, guidance and sampler that the bundle is used with.</param>
/// <param name="Prompts">How many pictures are compared; as many, per sampler and scale, are looked at.</param>
/// <param name="Steps">Of each picture, at least <see cref="FewestSteps"/>.</param>
public sealed record CalibrationPlan(UsualSettings Usual, int Prompts, int Steps)
{
    /// <summary>About two in a part of the schedule. A model made for fewer is asked as many all the same: what its network gives is compared, not its pictures.</summary>
    public static int FewestSteps => 2 * TimestepBins.Count;

    private static readonly string[] Things =
        ["a red house", "a blue boat", "a green tent", "a white castle", "a yellow star", "an orange tree", "a purple balloon", "a small lighthouse", "a pink heart", "a snowman", "a gray cat", "two people"];

    private static readonly string[] Places =
        ["on green hills", "by the sea", "in the mountains", "in the snow", "in a city", "in a forest", "on a black background", "in a meadow of flowers"];

    private static readonly string[] Times = ["at sunset", "at night under the moon", "by day", "at dawn", "in fog"];

    private static readonly string[] Negatives = ["", "clouds", "", "text, frame, blurred"];

    /// <summary>The guidance scales under which trajectories are looked at, rising.</summary>
    internal IReadOnlyList<float> Scales => Usual.Guidance > 1 ? [Usual.Guidance, 2 * Usual.Guidance] : [Usual.Guidance];

    /// <summary>The same at every call: tables can be measured again.</summary>
    internal PictureOrder OrderAt(int number) => new()
    {
        Prompt = $"{Pick(Things, number)} {Pick(Places, number)} {Pick(Times, number)}",
        NegativePrompt = Pick(Negatives, number),
        Width = Usual.Width,
        Height = Usual.Height,
        Steps = Steps,
        Guidance = Usual.Guidance,
        Sampler = Usual.Sampler,
        Seed = number,
    };

    /// <summary>Orders to look at, under a sampler and scale of guidance, with seeds that were not compared.</summary>
    internal PictureOrder OrderAt(int number, SamplerKind sampler, float guidance) => OrderAt(number) with { Sampler = sampler, Guidance = guidance, Seed = Prompts + number };

    private static string Pick(string[] texts, int number) => texts[number % texts.Length];
}
