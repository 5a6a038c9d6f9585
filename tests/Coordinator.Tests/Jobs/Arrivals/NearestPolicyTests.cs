using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Arrivals;
using LaionGrid.Coordinator.Jobs.Intake;
using LaionGrid.Coordinator.Models;

namespace LaionGrid.Coordinator.Tests.Jobs.Arrivals;

/// <summary>What is offered instead of what nobody can make.</summary>
public sealed class NearestPolicyTests
{
    private static readonly BundleLimits Limits = new()
    {
        MinSide = 256, MaxSide = 2048, SideStep = 64, MaxPixels = 1536 * 1536, DefaultWidth = 512, DefaultHeight = 512,
        MaxSteps = 50, DefaultSteps = 20, DefaultGuidance = 7, DefaultSampler = Sampler.Ddim,
    };

    [Fact]
    public void Candidates_OfAnyWish_MayBeAskedAndGetSmaller() =>
        Prop.ForAll(Gen.Choose(1, 40).Two().ToArbitrary(), sides =>
        {
            var candidates = NearestPolicy.Candidates(new("b", sides.Item1 * 64, sides.Item2 * 64), "b", Limits).ToList();
            return candidates.Count > 0
                && candidates.TrueForAll(one => RequestRules.CheckNumbers(new() { RequestKey = "k", Prompt = "p", Count = 1, Width = one.Width, Height = one.Height }, Limits) is null)
                && candidates.Zip(candidates.Skip(1)).All(pair => pair.Second.Lane.Size < pair.First.Lane.Size);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1536, 1024, "Large", 1216, 832)]
    [InlineData(1024, 1536, "Medium", 576, 896)]
    [InlineData(1536, 768, "Small", 640, 320)]
    public void Candidates_OfAClass_AreTheLargestOfTheShape(int width, int height, string size, int nearestWidth, int nearestHeight) => Assert.Equal(
        new("b", nearestWidth, nearestHeight),
        NearestPolicy.Candidates(new("b", width, height), "b", Limits).Single(one => one.Lane.Size.ToString() == size));
}
