using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Tolerances;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Diffusion.Tests.Adversaries;

/// <summary>The tolerance table that the repository ships for its model.</summary>
public sealed class PocketTableTests
{
    public static ToleranceTable Table { get; } = ToleranceTable.Read(File.ReadAllBytes(Path.Combine(Pocket.Path, "tolerance.json"))).Table!;

    [Fact]
    public void Table_OfThePocketModel_IsForThisBundleAndThisEngine() =>
        Assert.Equal(("pocket", 1, DiffusionPipeline.EngineVersion), (Table.BundleId, Table.BundleVersion, Table.EngineVersion)); // another engine: calibrate anew

    [Fact]
    public void Table_OfThePocketModel_IsSignedByTheKeyBesideIt()
    {
        using var key = ToleranceSignature.ReadKey(File.ReadAllText(Path.Combine(Pocket.Path, "tolerance.pub")))!;

        Assert.True(Table.Verify(key));
    }

    [Fact]
    public void Table_OfThePocketModel_KnowsEverySampler() => Assert.All(Enum.GetValues<SamplerKind>(), sampler => Assert.NotNull(Table.BoundsOf(sampler, 4)));

    [Fact]
    public void Table_OfThePocketModel_SeparatesCheatsTenfold()
    {
        var single = Table.ClassOf("CPU")!;

        Assert.True(single.Margin > 10);
        Assert.All(single.Bins, bin => Assert.True(bin.Samples >= 300));
    }
}
