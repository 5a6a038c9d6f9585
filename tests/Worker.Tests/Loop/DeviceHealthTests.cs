using LaionGrid.Worker.Loop;
using LaionGrid.Worker.Uplink.Leases;
namespace LaionGrid.Worker.Tests.Loop;

public sealed class DeviceHealthTests
{
    private static readonly Failure Broken = new(FailReason.RenderError, "The engine broke.", IsDevices: true);

    private readonly ManualTime _time = new();
    private readonly DeviceHealth _health;

    public DeviceHealthTests() => _health = new(_time);

    [Fact]
    public void Device_ThatFailsAtThreePictures_IsSetAsideForAnHour()
    {
        Assert.Null(Fail("a"));
        Assert.Null(Fail("b"));

        var aside = Fail("c");

        Assert.Contains("3 pictures in a row failed on it, the last so: The engine broke.", aside?.Why, StringComparison.Ordinal);
        Assert.Equal(_time.GetUtcNow().AddHours(1), aside?.Until);
    }

    /// <summary>A picture that fails everywhere is no fault of the device.</summary>
    [Fact]
    public void Device_ThatFailsAtOnePictureAgainAndAgain_IsNot() => Assert.All(Enumerable.Repeat("a", 10), job => Assert.Null(Fail(job)));

    [Fact]
    public void Device_ThatRenderedInBetween_IsNot()
    {
        foreach (var job in "abcdefgh".Select(letter => $"{letter}"))
        {
            Assert.Null(Fail(job));
            _health.Worked();
        }
    }

    [Fact]
    public void Device_WhenTheBundleIsBad_IsNot() => Assert.All("abcdef", letter => Assert.Null(_health.Failed(LeaseOf($"{letter}"), new(FailReason.Bundle, "It is broken."))));

    [Fact]
    public void Device_ThatIsTriedAgain_NeedsOneFailureMore_UntilItHasRendered()
    {
        foreach (var job in new[] { "a", "b", "c" })
            Fail(job);

        Assert.NotNull(Fail("d"));
        _health.Worked();
        Assert.Null(Fail("e"));
    }

    private Worker.Idle.SetAside? Fail(string job) => _health.Failed(LeaseOf(job), Broken);

    private static Lease LeaseOf(string job) => new($"lease-of-{job}", 1, TimeSpan.FromSeconds(1), "pocket", null, IsCheck: false, 0, JobId: job);
}
