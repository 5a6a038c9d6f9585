using System.Diagnostics;
using System.Globalization;
using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Loop;
using LaionGrid.Worker.Tests.Local;

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
    public async Task Run_OnAFolderThatAnotherWorkerHolds_ExitsWithOne()
    {
        using var folder = new TemporaryFolder();
        using var held = DataFolder.Take(folder.Path).Folder;

        Assert.Equal(1, await WorkerCommand.RunAsync(["--data", folder.Path]));
    }

    [OnUnixFact]
    public async Task Run_ToldToStop_ExitsWithZero()
    {
        using var folder = new TemporaryFolder();
        using var worker = LocalWorker.Start(folder.Path, "--data", folder["data"], "--coordinator", "http://127.0.0.1:1", "--device", "cpu", "--always", "yes");
        while (!(await worker.StandardOutput.ReadLineAsync().WaitAsync(LocalWorker.Soon) ?? throw new InvalidOperationException("It ended by itself.")).Contains("Nothing answers at its address", StringComparison.Ordinal))
        {
            // What it says before it has tried.
        }

        using var kill = Process.Start("kill", [worker.Id.ToString(CultureInfo.InvariantCulture)]);
        await worker.WaitForExitAsync().WaitAsync(LocalWorker.Soon);

        Assert.Equal((0, ""), (worker.ExitCode, await worker.StandardError.ReadToEndAsync()));
    }

    [Fact]
    public void ToString_OfSettings_ShowsNoKey() => Assert.DoesNotContain(
        "lg_secret", new WorkerSettings { Coordinator = new("http://grid"), DataFolder = "/data", JoiningKey = "lg_secret" }.ToString(), StringComparison.Ordinal);
}
