using LaionGrid.Worker.Loop;

namespace LaionGrid.Worker.Tests;

public sealed class WorkerCommandTests
{
    [Theory]
    [InlineData("--device", "gpu"), InlineData("--coordinator", "localhost"), InlineData("--coordinator", "ftp://grid"), InlineData("--name", "-x")]
    [InlineData("--contributor", "a\tb"), InlineData("--bogus", "1"), InlineData("--referee"), InlineData("--referee", "--operator-key-file", "/no/such/file"), InlineData("--data")]
    [InlineData("--disk-limit", "much"), InlineData("--disk-limit", "0"), InlineData("--disk-limit", "1e9"), InlineData("--disk-limit", "9999999")]
    [InlineData("--page", "maybe"), InlineData("--page", "1"), InlineData("--page-port", "0"), InlineData("--page-port", "65536"), InlineData("--show-previews", "perhaps")]
    public async Task Run_WhenAValueIsBad_ExitsWithTwo(params string[] args) => Assert.Equal(WorkerCommand.BadUsage, await WorkerCommand.RunAsync(args));

    [Fact]
    public void ToString_OfSettings_ShowsNoKey() => Assert.DoesNotContain(
        "lg_secret", new WorkerSettings { Coordinator = new("http://grid"), DataFolder = "/data", JoiningKey = "lg_secret" }.ToString(), StringComparison.Ordinal);
}
