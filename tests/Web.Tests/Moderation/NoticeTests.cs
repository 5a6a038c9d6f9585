using LaionGrid.Web.Moderation;
using Microsoft.Extensions.DependencyInjection;

namespace LaionGrid.Web.Tests.Moderation;

/// <summary>What the operators announce, on every page.</summary>
public sealed class NoticeTests
{
    [Fact]
    public async Task Announcement_StandsOnEveryPageAtOnce_AndGoesWhenItEnds()
    {
        await using var site = await SiteUnderTest.StartAsync();
        var loop = site.Services.GetRequiredService<NoticeLoop>();
        var before = await site.PageAsync("/help");
        site.Script.Moderation.Announced.Add(new() { AnnouncementId = "a", Text = "The grid rests <b>tonight</b>.", StartsAtUs = 1_780_000_000_000_000 });

        await loop.RunOnceAsync(default);
        var during = await site.PageAsync("/help");
        await site.StopCoordinatorAsync(new CancellationToken(canceled: true));
        await loop.RunOnceAsync(default);
        var away = await site.PageAsync("/status");

        Assert.Null(before.QuerySelector(".notices"));
        Assert.EndsWith("The grid rests <b>tonight</b>.", during.Text(".notices p"), StringComparison.Ordinal);
        Assert.NotNull(away.QuerySelector(".notices"));
    }
}
