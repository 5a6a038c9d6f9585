using LaionGrid.Coordinator.Datasets.Releases;

namespace LaionGrid.Coordinator.Tests.Datasets.Releases;

public sealed class ReleaseScheduleTests
{
    private static readonly DateTimeOffset Now = new(2026, 12, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Theory]
    [InlineData("2026-12-03T23:59Z", "2026-10")] // November is not past its embargo yet
    [InlineData("2026-12-04T00:00Z", "2026-11")]
    [InlineData("2027-01-02T00:00Z", "2026-11")]
    public void Grid_WithNoRelease_BeginsWithTheLastWholeMonth(string now, string version) =>
        Assert.Equal(version, Due(DateTimeOffset.Parse(now, null)));

    [Fact]
    public void Month_ThatIsReleased_LeavesTheIncrementOfTheDay()
    {
        Assert.Equal("2026-12-10", Due(Now, Known("2026-11", ReleaseState.Published)));
        Assert.Null(Due(Now, Known("2026-11", ReleaseState.Published), Known("2026-12-10", ReleaseState.Withdrawn)));
        Assert.Equal("2026-12-10", Due(Now, Known("2026-11", ReleaseState.Published), Known("2026-12-10", ReleaseState.Building))); // its builder was killed
    }

    [Fact]
    public void Month_ThatIsNotHandedOut_IsRevisedBeforeAllElse() =>
        Assert.Equal("2026-09-r3", Due(Now, Known("2026-09", ReleaseState.Superseded), Known("2026-09-r2", ReleaseState.Withdrawn)));

    [Fact]
    public void Month_OfWhichPicturesWereWithdrawn_WaitsADay()
    {
        var (fresh, old) = (Known("2026-11", ReleaseState.Published, Now - Day + TimeSpan.FromTicks(1), hasLost: true), Known("2026-11", ReleaseState.Published, Now - Day, hasLost: true));

        Assert.Equal("2026-12-10", Due(Now, fresh));
        Assert.Equal("2026-11-r2", Due(Now, old));
    }

    [Fact]
    public void Version_OfWhichNothingCame_IsNotTriedAgain() =>
        Assert.Null(ReleaseSchedulePolicy.Due(Now, [], new HashSet<ReleaseVersion> { ReleaseVersion.OfDay(Now), ReleaseVersion.OfMonth(new(2026, 11, 1)) }, Day));

    private static string? Due(DateTimeOffset now, params KnownRelease[] releases) => ReleaseSchedulePolicy.Due(now, releases, new HashSet<ReleaseVersion>(), Day)?.ToString();

    private static KnownRelease Known(string version, ReleaseState state, DateTimeOffset? published = null, bool hasLost = false) =>
        new(Assert.NotNull(ReleaseVersion.Read(version)), state, published ?? Now - Day, hasLost);
}
