using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Intake;
using LaionGrid.Coordinator.Models;

namespace LaionGrid.Coordinator.Tests.Jobs.Intake;

public sealed class RequestRulesTests
{
    private static readonly BundleLimits Limits = new()
    {
        MinSide = 64, MaxSide = 256, SideStep = 32, MaxPixels = 128 * 192, DefaultWidth = 128, DefaultHeight = 128,
        MaxSteps = 100, DefaultSteps = 20, DefaultGuidance = 4, DefaultSampler = Sampler.Ddim,
    };

    private static readonly Ask Good = new() { RequestKey = "k", Prompt = "a boat", Count = 1 };

    public static TheoryData<string, string, Func<object, object>> Bad { get; } = new()
    {
        { "prompt.empty", "prompt", ask => (Ask)ask with { Prompt = " \n " } },
        { "prompt.too_long", "prompt", ask => (Ask)ask with { Prompt = new string('a', 1001) } },
        { "prompt.unprintable", "prompt", ask => (Ask)ask with { Prompt = "a\0boat" } },
        { "prompt.unprintable", "prompt", ask => (Ask)ask with { Prompt = "a \ud800 boat" } },
        { "negative_prompt.too_long", "negative_prompt", ask => (Ask)ask with { NegativePrompt = new string('a', 100_000) } },
        { "size.not_multiple", "width", ask => (Ask)ask with { Width = 130 } },
        { "size.out_of_range", "height", ask => (Ask)ask with { Height = 0 } },
        { "size.out_of_range", "height", ask => (Ask)ask with { Height = -128 } },
        { "size.out_of_range", "width", ask => (Ask)ask with { Width = int.MaxValue } },
        { "size.out_of_range", "width", ask => (Ask)ask with { Width = 192, Height = 192 } },
        { "steps.out_of_range", "steps", ask => (Ask)ask with { Steps = 0 } },
        { "steps.out_of_range", "steps", ask => (Ask)ask with { Steps = 1_000_000 } },
        { "guidance.out_of_range", "guidance", ask => (Ask)ask with { Guidance = float.NaN } },
        { "guidance.out_of_range", "guidance", ask => (Ask)ask with { Guidance = 0.5f } },
        { "count.out_of_range", "count", ask => (Ask)ask with { Count = 0 } },
        { "count.out_of_range", "count", ask => (Ask)ask with { Count = 9 } },
        { "seed.out_of_range", "seed", ask => (Ask)ask with { Seed = -1 } },
        { "seed.out_of_range", "seed", ask => (Ask)ask with { Seed = 1L << 32 } },
        { "request_key.invalid", "request_key", ask => (Ask)ask with { RequestKey = "" } },
    };

    [Theory, MemberData(nameof(Bad))]
    public void Check_WhenSomethingIsWrong_NamesItWithItsCodeAndField(string code, string field, Func<object, object> spoil)
    {
        var refusal = RequestRules.Check((Ask)spoil(Good), Limits);

        Assert.NotNull(refusal);
        Assert.Equal((code, field), (refusal.Code, refusal.Field));
    }

    [Fact]
    public void Check_WhenAllIsRight_RefusesNothing()
    {
        Assert.Null(RequestRules.Check(Good, Limits));
        Assert.Null(RequestRules.Check(Good with { Prompt = new string('ü', 1000), Width = 192, Height = 128, Steps = 100, Guidance = 30, Count = 8, Seed = uint.MaxValue }, Limits));
        Assert.Null(RequestRules.Check(Good with { Prompt = "日本の山 🏔\nאור" }, Limits));
    }
}
