using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Benchmarks.Adversaries;

/// <summary>Orders that people could give: words, samplers, scales and seeds other than those that tolerances are measured with.</summary>
internal static class LaboratoryOrders
{
    private static readonly string[] Prompts =
    [
        "a cactus in the desert at noon with the sun", "a snowman in the snow at dawn", "a pink tree in a meadow by day", "a gray castle in the mountains at night",
        "a red hot-air balloon over green hills at dawn", "a rainbow over the mountains by day", "a yellow tent in the forest at dusk", "a city skyline at night under the moon",
        "a purple house in the snow at night", "a white boat at sea at sunrise with the sun", "a green triangle above a yellow square", "a white square on a red background",
        "a big purple heart on a white background", "a photograph of nothing in particular", "a lighthouse (red:1.3) by the sea at sunset",
    ];

    private static readonly string[] Negatives = ["clouds, fog", "a house", "", "blue"];
    private static readonly SamplerKind[] Samplers = [SamplerKind.Ddim, SamplerKind.EulerAncestral, SamplerKind.DpmPlusPlus2M, SamplerKind.Euler];
    private static readonly float[] Scales = [4, 4, 7.5f, 3];

    /// <param name="number">From 0; each is another order.</param>
    /// <param name="side">In pixels; small ones are quick, and nothing can be seen in them.</param>
    public static PictureOrder At(int number, int steps, int side) => new()
    {
        Prompt = Prompts[number % Prompts.Length],
        NegativePrompt = Negatives[number / 2 % Negatives.Length],
        Width = side,
        Height = side,
        Steps = steps,
        Guidance = Scales[number / 4 % Scales.Length],
        Sampler = Samplers[number % Samplers.Length],
        Seed = 5_000_000 + number,
    };
}
