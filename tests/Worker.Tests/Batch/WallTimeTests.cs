using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Diffusion.Pipeline;
using LaionGrid.Worker.Batch;
using LaionGrid.Worker.Uplink.Leases;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace LaionGrid.Worker.Tests.Batch;

public sealed class WallTimeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly CancellationTokenSource _drain = new();
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);

    [Fact]
    public void Fits_WithoutAnEnd_Always() => Assert.True(Create(null).Fits(LeaseOf(1_000_000)));

    [Fact]
    public void Fits_WhenMeasured_GoesByItsOwnPaceAndTheReserve()
    {
        var wallTime = Create(TimeSpan.FromSeconds(100) * FitPolicy.Margin + WallTime.Reserve);
        wallTime.Learn(LeaseOf(1_000), TimeSpan.FromSeconds(10));

        Assert.True(wallTime.Fits(LeaseOf(10_000)));
        Assert.False(wallTime.Fits(LeaseOf(10_100)));
    }

    [Fact]
    public void Closing_WhenNotEvenTheQuickestFits_IsHeard()
    {
        var wallTime = Create(TimeSpan.FromMinutes(10));
        wallTime.Learn(LeaseOf(1_000), TimeSpan.FromSeconds(60));

        _time.Advance(TimeSpan.FromMinutes(10) - WallTime.Reserve - TimeSpan.FromSeconds(60) * FitPolicy.Margin - TimeSpan.FromSeconds(1));
        Assert.False(wallTime.Closing.IsCancellationRequested);
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.True(wallTime.Closing.IsCancellationRequested);
        Assert.False(_lifetime.ApplicationStopping.IsCancellationRequested); // what was begun goes on
    }

    [Fact]
    public void End_WhenWorkTakesLongerThanThought_StopsBeforeTheSchedulerDoes()
    {
        using var wallTime = Create(TimeSpan.FromMinutes(10));

        _time.Advance(TimeSpan.FromMinutes(10) - WallTime.Reserve);

        Assert.True(_lifetime.ApplicationStopping.IsCancellationRequested);
    }

    [Fact]
    public void Closing_WhenTheSchedulerSaysSo_IsHeardAndWhatWasBegunGoesOn()
    {
        var wallTime = Create(TimeSpan.FromHours(1));

        _drain.Cancel();

        Assert.True(wallTime.Closing.IsCancellationRequested);
        Assert.False(_lifetime.ApplicationStopping.IsCancellationRequested);
    }

    [Fact]
    public void Create_WhenTheNextJobBegins_KnowsThePaceOfTheLast()
    {
        Create(null).Learn(LeaseOf(1_000), TimeSpan.FromSeconds(60));

        Assert.False(Create(TimeSpan.FromSeconds(61)).Fits(LeaseOf(1_000)));
        Assert.True(Create(TimeSpan.FromSeconds(120)).Fits(LeaseOf(1_000)));
    }

    [Theory]
    [InlineData("{"), InlineData("[null]"), InlineData("null"), InlineData("[]"), InlineData("[{\"Mflop\":0,\"Seconds\":-1}]")]
    public void Create_OverABrokenPaceFile_MeasuresAnew(string text)
    {
        File.WriteAllText(_folder["pace.json"], text);

        Assert.False(Create(TimeSpan.FromMinutes(4)).Fits(LeaseOf(1_000)));
    }

    public void Dispose()
    {
        _drain.Dispose();
        _folder.Dispose();
    }

    private WallTime Create(TimeSpan? left) => new(_time.GetUtcNow() + left, new(_folder["pace.json"], NullLogger<PaceFile>.Instance), _lifetime, _time, NullLogger<WallTime>.Instance, _drain.Token);

    private static Lease LeaseOf(long mflop) => new("lease", 1, TimeSpan.FromSeconds(4), "pocket", new PictureOrder { Prompt = "", Width = 128, Height = 128, Steps = 20, Guidance = 5, Sampler = SamplerKind.Ddim, Seed = 1 }, false, mflop);
}
