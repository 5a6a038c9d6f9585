using LaionGrid.Contracts.V1;
using LaionGrid.Web.Coordinator.Jobs;

namespace LaionGrid.Web.Tests.Ask;

/// <summary>The samplers as people choose them.</summary>
public sealed class SamplersTests
{
    [Fact]
    public void Samplers_OnTheWire_AreThoseThatCanBeChosen()
    {
        var wire = Enum.GetValues<Sampler>().Where(sampler => sampler != Sampler.Unspecified).ToList();

        Assert.Equal(wire.Select(SamplersGrpc.ToName).Order(), Samplers.All.Select(sampler => sampler.Name).Order());
        Assert.Equal(wire, wire.Select(sampler => SamplersGrpc.ToWire(sampler.ToName())));
        Assert.Equal(Samplers.All.Count, Samplers.All.Select(sampler => sampler.Title).Distinct().Count());
    }

    /// <summary>A picture of it can be shown and asked for again as it was.</summary>
    [Fact]
    public void ToName_OfOneThatANewerCoordinatorKnows_IsReadBackAsTheSame()
    {
        Assert.Equal((Sampler)99, SamplersGrpc.ToWire(((Sampler)99).ToName()));
        Assert.Equal("sampler-99", Samplers.TitleOf(((Sampler)99).ToName()));
        Assert.Throws<ArgumentOutOfRangeException>(() => SamplersGrpc.ToWire("magic"));
    }

    [Fact]
    public async Task Form_OfABundle_OffersItsSamplersAndSaysWhatEachIsGoodFor()
    {
        await using var site = await SiteUnderTest.StartAsync();
        var limits = site.Script.Bundle.Limits;
        limits.Samplers.Add([Sampler.Heun, Sampler.Ddim, (Sampler)99]);

        var page = await site.PageAsync("/ask");

        Assert.Equal(["Usual (DDIM)", "DDIM: even and predictable", "Heun: careful; looks twice in each step, for about twice the work"], page.QuerySelectorAll("#sampler option").Select(option => option.TextContent.Trim()));
    }

    /// <summary>Of a coordinator that does not say, those that there were before it could.</summary>
    [Fact]
    public async Task Form_OfABundleThatNamesNone_OffersTheFirstThree()
    {
        await using var site = await SiteUnderTest.StartAsync();

        var page = await site.PageAsync("/ask");

        Assert.Equal(["", "ddim", "euler", "dpmpp_2m"], page.QuerySelectorAll("#sampler option").Select(option => option.GetAttribute("value")));
    }

    [Fact]
    public async Task Ask_ForEachOfThem_SendsIt()
    {
        await using var site = await SiteUnderTest.StartAsync();
        foreach (var sampler in Samplers.All)
            await site.PostAsync("/ask", new() { ["prompt"] = "a red house", ["sampler"] = sampler.Name });

        Assert.Equal(Samplers.All.Select(sampler => SamplersGrpc.ToWire(sampler.Name)), site.Script.Submitted.Select(asked => asked.Settings.Sampler));
    }
}
