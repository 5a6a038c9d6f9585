using LaionGrid.Coordinator.Datasets.Releases;

namespace LaionGrid.Coordinator.Tests.Datasets.Releases;

public sealed class ReleaseVersionTests
{
    [Theory]
    [InlineData("2026-11-30", "1970-01-01", "2026-11-27", "2026-11-30")]
    [InlineData("2026-11", "2026-11-01", "2026-12-01", "2026-12-04")]
    [InlineData("2026-12-r12", "2026-12-01", "2027-01-01", "2027-01-04")]
    public void Version_Read_SaysWhatItIsOf(string text, string from, string before, string bound)
    {
        var version = Assert.NotNull(ReleaseVersion.Read(text));

        Assert.Equal(text, version.ToString());
        Assert.Equal([from, before, bound], new[] { version.From, version.Before, version.Bound }.Select(instant => instant.ToString("yyyy-MM-dd", null)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-13")]
    [InlineData("2026-02-30")]
    [InlineData("2026-11-r1")]
    [InlineData("2026-11-r0")]
    [InlineData("2026-11\n")]
    [InlineData("../2026-11")]
    [InlineData("٢٠٢٦-١١")]
    public void Text_ThatNamesNoRelease_IsRefused(string text) => Assert.Null(ReleaseVersion.Read(text));
}
