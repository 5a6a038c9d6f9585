namespace LaionGrid.Benchmarks.Adversaries.Cheats;

/// <summary>All cheats about computing that the laboratory knows.</summary>
internal static class Suite
{
    /// <summary>Eight bits in place of the sixteen and thirty-two that a card computes with: measured by others at 1.72 times the speed.</summary>
    private const double EightBitCost = 1 / 1.72;

    public static IReadOnlyList<ICheat> All(Laboratory laboratory) =>
    [
        new SkippedSteps(laboratory, "every second step repeated", every: 2, asked: 1, order: 0),
        new SkippedSteps(laboratory, "every second step extrapolated", every: 2, asked: 1, order: 1),
        new SkippedSteps(laboratory, "every third step extrapolated", every: 3, asked: 2, order: 1),
        new SkippedSteps(laboratory, "every third step extrapolated in a parabola", every: 3, asked: 2, order: 2),
        new SkippedSteps(laboratory, "one step of twenty extrapolated", every: 20, asked: 19, order: 1),
        new InterpolatedSteps(laboratory),
        new SkippedSteps(laboratory, "a quarter of the steps", every: 4, asked: 1, order: 0),
        new SkippedTail(laboratory, share: 0.25),
        new LessGuidance(laboratory, "unconditional dropped", 0, 1, LessGuidance.Dropped),
        new LessGuidance(laboratory, "unconditional dropped in the second half", 0.5, 1, LessGuidance.Dropped),
        new LessGuidance(laboratory, "unconditional reused every second step", 0, 2, LessGuidance.Reused),
        new LessGuidance(laboratory, "guidance reused every second step", 0, 2, LessGuidance.SameDifference),
        new LessGuidance(laboratory, "unconditional fitted every second step", 0, 2, LessGuidance.Fitted),
        new CachedFeatures(laboratory, interval: 2),
        new CachedFeatures(laboratory, interval: 3),
        new CachedFeatures(laboratory, interval: 5),
        new SmallerPicture(laboratory),
        new OtherNetwork(laboratory, "8-bit weights and activations", EightBitCost),
        new OtherNetwork(laboratory, "pruned by a tenth", 0.9),
        new OtherNetwork(laboratory, "pruned by 3 tenths", 0.7),
        new OtherNetwork(laboratory, "narrower by a quarter", 0.75 * 0.75),
        new OtherNetwork(laboratory, "8-bit weights", 1),
        new OtherNetwork(laboratory, "8-bit weights, one scale", 1),
        new OtherNetwork(laboratory, "6-bit weights", 1),
        new OtherNetwork(laboratory, "4-bit weights", 1),
        new OtherNetwork(laboratory, "another checkpoint", 1),
        new StalePicture(laboratory),
        new StolenOutputs(laboratory),
        new ForgedPath(laboratory),
        new PureNoise(laboratory),
        new Splice(laboratory, at: 1, over: 1),
        new Splice(laboratory, at: 4, over: 1),
        new Splice(laboratory, at: 10, over: 1),
        new Splice(laboratory, at: 1, over: 4),
        new Splice(laboratory, at: 1, over: 8),
        new Splice(laboratory, at: 8, over: 8),
        new OtherOrder(laboratory, "other prompt", order => order with { Prompt = "a yellow tent in the forest at dusk" }),
        new OtherOrder(laboratory, "last words of the prompt left out", order => order with { Prompt = order.Prompt[..order.Prompt.LastIndexOf(' ')] }),
        new OtherOrder(laboratory, "negative prompt dropped", order => order with { NegativePrompt = "" }),
        new OtherGuidance(laboratory, part: 0.5),
        new RoughDecoder(laboratory),
    ];
}
