using Grpc.Core;
using LaionGrid.TestKit;
using LaionGrid.Web.Coordinator.Network;
using LaionGrid.Web.Network;
using Microsoft.Extensions.DependencyInjection;

namespace LaionGrid.Web.Tests.Network;

/// <summary>One history for all pages, asked for once in a while.</summary>
public sealed class HistoryBookTests
{
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task History_IsAskedForOnce_UntilItsTimeIsOver()
    {
        await using var site = await SiteUnderTest.StartAsync();
        var time = new ManualTime();
        var book = new HistoryBook(site.Services.GetRequiredService<GridGrpc>(), time);
        var first = await book.ReadAsync(HistoryLength.Day, default);
        site.Script.Samples.Add(new() { StartUs = 60_000_000, Workers = 3 });

        time.Advance(Lasts - TimeSpan.FromTicks(1));
        Assert.Same(first, await book.ReadAsync(HistoryLength.Day, default));
        time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(3, Assert.Single((await book.ReadAsync(HistoryLength.Day, default)).Samples).Workers);
    }

    [Fact]
    public async Task DayAndMonth_AreHistoriesOfTheirOwn()
    {
        await using var site = await SiteUnderTest.StartAsync();
        var book = new HistoryBook(site.Services.GetRequiredService<GridGrpc>(), new ManualTime());

        Assert.Equal("24 hours ago", (await book.ReadAsync(HistoryLength.Day, default)).Start);
        Assert.Equal("30 days ago", (await book.ReadAsync(HistoryLength.Month, default)).Start);
    }

    [Fact]
    public async Task History_ThatFailed_IsAskedForAgain()
    {
        await using var site = await SiteUnderTest.StartAsync();
        var book = new HistoryBook(site.Services.GetRequiredService<GridGrpc>(), new ManualTime());
        site.Script.FailsAtHistory = true;
        await Assert.ThrowsAsync<RpcException>(() => book.ReadAsync(HistoryLength.Day, default));

        site.Script.FailsAtHistory = false;

        Assert.Empty((await book.ReadAsync(HistoryLength.Day, default)).Samples);
    }

    [Fact]
    public async Task Visitor_WhoLeaves_BreaksItOffForNobodyElse()
    {
        await using var site = await SiteUnderTest.StartAsync();
        var book = new HistoryBook(site.Services.GetRequiredService<GridGrpc>(), new ManualTime());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => book.ReadAsync(HistoryLength.Day, new CancellationToken(canceled: true)));

        Assert.Empty((await book.ReadAsync(HistoryLength.Day, default)).Samples);
    }
}
