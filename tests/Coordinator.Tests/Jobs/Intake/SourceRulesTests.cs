using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Intake;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Sources;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Jobs.Intake;

public sealed class SourceRulesTests
{
    private static readonly string Source = new('a', 64);
    private static readonly string Mask = new('b', 64);
    private static readonly string Small = new('c', 64);

    private static readonly Dictionary<string, SourceSize> Brought = new() { [Source] = new(16, 16), [Mask] = new(16, 16), [Small] = new(8, 16) };

    private static readonly Ask Good = new() { RequestKey = "k", Prompt = "a boat", Count = 1, SourceSha256 = Source };

    public static TheoryData<string, string, Func<object, object>> Bad { get; } = new()
    {
        { "source.missing", "source_sha256", ask => (Ask)ask with { SourceSha256 = "", Strength = 0.5 } },
        { "source.missing", "source_sha256", ask => (Ask)ask with { SourceSha256 = "", MaskSha256 = Mask } },
        { "source.unknown", "source_sha256", ask => (Ask)ask with { SourceSha256 = new string('d', 64) } },
        { "source.unknown", "mask_sha256", ask => (Ask)ask with { MaskSha256 = "../paper" } },
        { "source.wrong_size", "source_sha256", ask => (Ask)ask with { SourceSha256 = Small } },
        { "source.wrong_size", "source_sha256", ask => (Ask)ask with { Width = 24 } },
        { "source.wrong_size", "mask_sha256", ask => (Ask)ask with { MaskSha256 = Small } },
        { "strength.out_of_range", "strength", ask => (Ask)ask with { Strength = 0 } },
        { "strength.out_of_range", "strength", ask => (Ask)ask with { Strength = -0.5 } },
        { "strength.out_of_range", "strength", ask => (Ask)ask with { Strength = 1.0001 } },
        { "strength.out_of_range", "strength", ask => (Ask)ask with { Strength = double.NaN } },
        { "strength.too_small", "strength", ask => (Ask)ask with { Strength = 0.2 } }, // of four steps
    };

    [Theory, MemberData(nameof(Bad))]
    public async Task Check_WhenSomethingIsWrong_NamesItWithItsCodeAndField(string code, string field, Func<object, object> spoil)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(DatabaseKind.Sqlite);

        var refusal = SourceRules.Check((Ask)spoil(Good), grid.Get<BundleCatalogue>().All[0], Brought);

        Assert.Equal((code, field), (refusal?.Code, refusal?.Field));
    }

    [Fact]
    public async Task Check_OfWhatMayBeAsked_RefusesNothing()
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(DatabaseKind.Sqlite);
        var bundle = grid.Get<BundleCatalogue>().All[0];

        Assert.All(
            new[] { Good, Good with { SourceSha256 = "" }, Good with { Strength = 1 }, Good with { Strength = 0.25 }, Good with { MaskSha256 = Mask }, Good with { MaskSha256 = Source } },
            ask => Assert.Null(SourceRules.Check(ask, bundle, Brought)));
        Assert.Equal("source.unsupported", SourceRules.Check(Good, bundle with { Tariff = bundle.Tariff with { Encoder = null } }, Brought)?.Code);
    }

    /// <summary>Both sides count the steps that a strength leaves alike, whatever the two.</summary>
    [Theory]
    [InlineData(20, 0.75, 15)]
    [InlineData(20, 0.7, 14)]
    [InlineData(100, 0.29, 28)] // 28.999...: rounded down as the engine does
    [InlineData(4, 0.25, 1)]
    [InlineData(4, 1, 4)]
    public async Task StepsTaken_AreAPartOfThem(int steps, double strength, int taken)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(DatabaseKind.Sqlite);

        Assert.Equal(taken, grid.Get<BundleCatalogue>().All[0].EvaluationsOf(Sampler.Ddim, steps, strength));
    }
}
