using LaionGrid.Contracts.V1;
using LaionGrid.Worker.Uplink.Leases;
using Lease = LaionGrid.Contracts.V1.Lease;

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
    public void ToDomain_OfAPictureFromNoise_NamesNone() => Assert.Null(new Lease { Render = new() { Settings = Settings } }.ToDomain(1).Source);
}
