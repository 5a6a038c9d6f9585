using LaionGrid.Worker.Site;

namespace LaionGrid.Worker.Tests.Gateway;

public sealed class SiteFileTests : IDisposable
{
    private static readonly SiteFile Site = new(new("https://grid.example"), new("https://login1:5443"), "secret", "ab");

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Read_OfWhatWasWritten_IsTheSame()
    {
        Site.Write(_folder.Path);

        Assert.Equal((Site, null), SiteFile.Read(_folder.Path));
        Assert.DoesNotContain("secret", Site.ToString(), StringComparison.Ordinal);
    }

    [OnUnixTheory]
    [InlineData(UnixFileMode.GroupRead), InlineData(UnixFileMode.OtherRead), InlineData(UnixFileMode.OtherWrite)]
    public void Read_WhenOthersCanReadTheKey_IsRefused(UnixFileMode others)
    {
        Site.Write(_folder.Path);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(SiteFile.PathIn(_folder.Path), UnixFileMode.UserRead | UnixFileMode.UserWrite | others);

        Assert.Contains("chmod 600", SiteFile.Read(_folder.Path).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{"), InlineData("null"), InlineData("{}"), InlineData("""{"Coordinator":"grid","Address":"https://a","Key":"k","CertificateSha256":""}""")]
    public void Read_OfSomethingElse_SaysWhatToDo(string text)
    {
        Site.Write(_folder.Path);
        File.WriteAllText(SiteFile.PathIn(_folder.Path), text);

        Assert.Contains("is not what a gateway writes", SiteFile.Read(_folder.Path).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhereNoneIs_SaysWhatToDo() => Assert.Contains("Start the gateway first", SiteFile.Read(_folder.Path).Problem, StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();
}
