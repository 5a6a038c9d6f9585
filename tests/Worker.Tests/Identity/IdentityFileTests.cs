using LaionGrid.Worker.Identity;

namespace LaionGrid.Worker.Tests.Identity;

#pragma warning disable CA1416 // File modes: those facts are skipped on Windows.
public sealed class IdentityFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DataFolder _data;

    public IdentityFileTests() => _data = DataFolder.Take(_folder["worker"]).Folder ?? throw new InvalidOperationException("The folder is taken.");

    [OnUnixFact]
    public void Write_OnUnix_LeavesOnlyTheOwnerReading()
    {
        var file = new IdentityFile(_data.Path);

        file.ReadOrDraw(isReferee: false);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file.Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_data.Path));
    }

    [OnUnixFact]
    public void Write_OverALeftoverOfACrash_StillKeepsTheRights()
    {
        var file = new IdentityFile(_data.Path);
        File.WriteAllText(file.Path + ".next", "half");
        File.SetUnixFileMode(file.Path + ".next", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        file.Write(file.ReadOrDraw(isReferee: false) with { WorkerKey = "lg_new" });

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file.Path));
        Assert.Equal("lg_new", new IdentityFile(_data.Path).ReadOrDraw(isReferee: false).WorkerKey);
    }

    [Fact]
    public void ReadOrDraw_Twice_GivesTheSameIdentity()
    {
        var drawn = new IdentityFile(_data.Path).ReadOrDraw(isReferee: true);

        Assert.Equal(drawn, new IdentityFile(_data.Path).ReadOrDraw(isReferee: true));
        Assert.InRange(drawn.EnrollKey.Length, 32, 64);
    }

    [Theory, InlineData(""), InlineData("{"), InlineData("{}"), InlineData("null")]
    public void ReadOrDraw_WhenTheFileIsBroken_NeitherOverwritesNorGuesses(string text)
    {
        var file = new IdentityFile(_data.Path);
        File.WriteAllText(file.Path, text);

        var error = Assert.Throws<InvalidDataException>(() => file.ReadOrDraw(isReferee: false));

        Assert.Contains(file.Path, error.Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(file.Path));
    }

    [Fact]
    public void ToString_OfAnIdentity_ShowsNoKey() =>
        Assert.DoesNotContain("lg_", new WorkerIdentity("lg_enroll", false, "lg_worker", "lark", "ada").ToString(), StringComparison.Ordinal);

    [Fact]
    public void Take_WhenAnotherWorkerHoldsTheFolder_SaysSo()
    {
        var (folder, problem) = DataFolder.Take(_data.Path);

        Assert.Null(folder);
        Assert.Contains("Another worker runs", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_AfterTheOtherWorkerEnded_Succeeds()
    {
        _data.Dispose();

        using var folder = DataFolder.Take(_data.Path).Folder;

        Assert.NotNull(folder);
    }

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }
}
