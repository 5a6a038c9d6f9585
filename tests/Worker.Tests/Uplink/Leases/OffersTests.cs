using LaionGrid.Worker.Uplink.Leases;

namespace LaionGrid.Worker.Tests.Uplink.Leases;

public sealed class OffersTests
{
    private readonly Offers _offers = new();

    [Fact]
    public async Task Take_WhenTwoCame_GivesTheNewer()
    {
        Bring("lapsed", "fresh");

        Assert.Equal("fresh", (await _offers.TakeAsync(default))?.Id);
    }

    [Fact]
    public async Task Ids_NameTheOneHeldAndTheOneThatWaits()
    {
        Bring("held");
        await _offers.TakeAsync(default);
        Bring("waiting");
        Assert.Equal(["held", "waiting"], _offers.Ids);

        await _offers.TakeAsync(default);

        Assert.Equal(["waiting"], _offers.Ids);
    }

    [Fact]
    public async Task Take_AfterTheEnd_GivesWhatWaitsAndThenNothing()
    {
        Bring("last");
        _offers.End();

        Assert.Equal("last", (await _offers.TakeAsync(default))?.Id);
        Assert.Null(await _offers.TakeAsync(default));
        Assert.Empty(_offers.Ids);
    }

    [Fact]
    public async Task Stop_OfOneThatWaits_LeavesTheOneHeld()
    {
        Bring("held");
        var held = await _offers.TakeAsync(default);
        Bring("waiting");

        await _offers.StopAsync("waiting");
        Assert.False(held?.Stop.IsCancellationRequested);
        await _offers.StopAsync("held");

        Assert.True(held?.Stop.IsCancellationRequested);
    }

    private void Bring(params string[] ids) => ids.ToList().ForEach(id => _offers.Bring(new(id, 51, new())));
}
