using LaionGrid.Contracts;

namespace LaionGrid.Web.Tests.Datasets;

public sealed class ConsentTests
{
    [Fact]
    public async Task Form_ByAnAddress_AgreesToNothing()
    {
        await using var site = await SiteUnderTest.StartAsync();

        var page = await site.PageAsync("/ask?prompt=a+boat&release=1");

        var box = Assert.Single(page.QuerySelectorAll("input[name=release]"));
        Assert.False(box.HasAttribute("checked"));
        Assert.Equal($"{ReleaseConsent.Current}", box.GetAttribute("value"));
        Assert.Contains(ReleaseConsent.TextOf(ReleaseConsent.Current)!, (await site.PageAsync("/data/consent")).Text("blockquote"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("", 0)]
    [InlineData("yes", 0)]
    public async Task Form_Sent_SaysWhetherTheBoxWasTicked(string release, int version)
    {
        await using var site = await SiteUnderTest.StartAsync();

        await site.PostAsync("/ask", new() { ["prompt"] = "a boat", ["release"] = release });

        Assert.Equal(version, Assert.Single(site.Script.Submitted).ReleaseConsentVersion);
    }
}
