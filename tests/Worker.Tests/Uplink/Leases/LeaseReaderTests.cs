using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Contracts.V1;
using LaionGrid.Worker.Uplink.Leases;
using Lease = LaionGrid.Contracts.V1.Lease;
using Sampler = LaionGrid.Contracts.V1.Sampler;

namespace LaionGrid.Worker.Tests.Uplink.Leases;

/// <summary>Leases as they come from the wire, with what their pictures begin from.</summary>
public sealed class LeaseReaderTests
{
    private static readonly RenderSettings Settings = new() { Prompt = "a boat", BundleId = "paper", Width = 16, Height = 16, Steps = 4, Guidance = 4, Sampler = Sampler.Ddim };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ToDomain_OfAPictureFromASource_NamesIt(bool isCheck)
    {
        var settings = new RenderSettings(Settings) { SourceSha256 = "aa", Strength = 0.3, MaskSha256 = "bb" };

        var lease = (isCheck ? new Lease { Check = new() { Settings = settings } } : new Lease { Render = new() { Settings = settings, Seed = 7 } }).ToDomain(1);

        Assert.Equal(new LeaseSource("aa", "bb", 0.3), lease.Source);
        Assert.Null(lease.Order?.Source); // until it is fetched, and then in the render process alone
        Assert.Equal(isCheck, lease.IsCheck);
    }

    [Fact]
    public void ToDomain_OfEverySampler_IsAnotherOfTheEngines()
    {
        var kinds = Enum.GetValues<Sampler>().Where(sampler => sampler != Sampler.Unspecified).Select(KindOf).ToList();

        Assert.Equal(Enum.GetValues<SamplerKind>().Select(kind => (SamplerKind?)kind), kinds.Order());
    }

    /// <summary>Such as one of a later release: the lease is given back, not rendered another way.</summary>
    [Theory]
    [InlineData(Sampler.Unspecified)]
    [InlineData((Sampler)99)]
    public void ToDomain_OfASamplerThatIsNotKnown_HasNoOrder(Sampler sampler) => Assert.Null(KindOf(sampler));

    private static SamplerKind? KindOf(Sampler sampler) => new Lease { Render = new() { Settings = new(Settings) { Sampler = sampler } } }.ToDomain(1).Order?.Sampler;

    [Fact]
    public void ToDomain_OfAPictureFromNoise_NamesNone() => Assert.Null(new Lease { Render = new() { Settings = Settings } }.ToDomain(1).Source);
}
