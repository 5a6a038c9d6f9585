using LaionGrid.Coordinator.Datasets;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Datasets.Releases;

public sealed class VerifyReleaseTests
{
    [Theory, OnSqlite]
    public async Task Verify_OfARelease_FindsWhatIsWrongWithIt(DatabaseKind kind)
    {
        await using var stage = await ReleaseStage.CreateAsync(kind, pictures: 2);
        var folder = await stage.BuiltAsync(ReleaseStage.Month);
        Assert.Equal((0, ""), await RunAsync("verify", folder));

        await File.AppendAllTextAsync(Path.Combine(folder, "CHANGES.md"), "more");
        File.Delete(Path.Combine(folder, "LICENSE"));
        await File.WriteAllTextAsync(Path.Combine(folder, "extra"), "");

        var (code, faults) = await RunAsync("verify", folder);
        Assert.Equal((1, 3), (code, faults.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.Contains("CHANGES.md has other bytes than the release", faults, StringComparison.Ordinal);
        Assert.Contains("LICENSE is missing", faults, StringComparison.Ordinal);
        Assert.Contains("extra is no part of the release", faults, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("build")]
    [InlineData("build", "--weekly")]
    [InlineData("build", "--monthly", "2026-11-r2")]
    public async Task Command_ThatNobodyKnows_SaysHowItIsUsed(params string[] args)
    {
        var (code, words) = await RunAsync(args);

        Assert.Equal(2, code);
        Assert.NotEmpty(words);
    }

    private static async Task<(int Code, string Errors)> RunAsync(params string[] args)
    {
        using var errors = new StringWriter();
        return (await new DatasetsCommand(TextWriter.Null, errors).RunAsync(args, default), errors.ToString());
    }
}
