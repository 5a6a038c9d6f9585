using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Worker.Settings;

namespace LaionGrid.Worker.Tests.Settings;

#pragma warning disable CA1416 // File modes: those facts are skipped on Windows.
public sealed class SettingsFileTests : IDisposable
{
    private static readonly string[] Known = ["idle-after", "schedule", "always", "key", "coordinator"];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Read_OfSettings_KnowsTheirLines()
    {
        Write("# mine\n\nidle-after = 10m\nschedule=daily 1:00-6:00\n");

        var (file, problem) = SettingsFile.Read(_folder.Path);

        Assert.Equal("", problem);
        Assert.Equal(("10m", "daily 1:00-6:00", null), (file!.Find("idle-after")?.Text, file.Find("schedule")?.Text, file.Find("always")?.Text));
        Assert.EndsWith("worker.conf, line 3: idle-after", file.Find("idle-after")?.Where, StringComparison.Ordinal);
        Assert.Null(file.FindStranger(Known));
    }

    [Theory, InlineData("nonsense", "line 2: \"nonsense\" is not of the form"), InlineData("always=no\nalways=yes", "line 3: always stands on line 2")]
    public void Read_OfABrokenLine_NamesIt(string text, string says)
    {
        Write($"# mine\n{text}\n");

        Assert.Contains(says, SettingsFile.Read(_folder.Path).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("idle-aftr", "idle-aftr is no setting. Is idle-after meant?"), InlineData("Always", "Always is no setting. Is always meant?"), InlineData("coordinater", "Is coordinator meant?")]
    [InlineData("frobnicate", "There are always, coordinator, idle-after, key, schedule.")]
    public void Stranger_IsNamedWithItsLineAndWhatIsNear(string name, string says)
    {
        Write($"# mine\n{name} = 5m\n");

        var stranger = SettingsFile.Read(_folder.Path).File!.FindStranger(Known);

        Assert.Contains("line 2: ", stranger, StringComparison.Ordinal);
        Assert.Contains(says, stranger, StringComparison.Ordinal);
    }

    [OnUnixFact]
    public void Write_LeavesOnlyTheOwnerReading()
    {
        File.WriteAllText(_folder[SettingsFile.Name] + ".next", "left by a crash");

        SettingsFile.Write(_folder.Path, "key = lg_secret\n");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder[SettingsFile.Name]));
        Assert.Equal("lg_secret", SettingsFile.Read(_folder.Path).File?.Find("key")?.Text);
    }

    [OnUnixTheory, InlineData(UnixFileMode.GroupRead), InlineData(UnixFileMode.OtherRead), InlineData(UnixFileMode.OtherWrite)]
    public void Read_OfAKeyThatOthersSee_IsRefusedWithTheCommandThatMendsIt(UnixFileMode others)
    {
        SettingsFile.Write(_folder.Path, "name = lark\nkey = lg_secret\n");
        File.SetUnixFileMode(_folder[SettingsFile.Name], UnixFileMode.UserRead | UnixFileMode.UserWrite | others);

        var problem = SettingsFile.Read(_folder.Path).Problem;

        Assert.Contains($"line 2: key can be read by other users. Make the file yours alone: chmod 600 {_folder[SettingsFile.Name]}", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("lg_secret", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void With_KeepsWhatPeopleWrote() => Assert.Equal(
        "# mine\nname = lark\n\nschedule = always\nidle-after = 5m\n",
        SettingsText.With("# mine\r\nname = lark\n\nschedule = nights\nkey=lg_old\n", new Dictionary<string, string?> { ["schedule"] = "always", ["key"] = null, ["idle-after"] = "5m" }));

    /// <summary>Settings are named by bytes; changes with an odd value take theirs away.</summary>
    [Fact]
    public void With_OfAnyChanges_IsReadBackAsThem() => Prop.ForAll<(byte, byte)[], (byte, byte)[]>((old, changes) =>
    {
        var (kept, changed) = (Distinct(old, _ => true), Distinct(changes, value => value % 2 == 0));
        Write(SettingsText.With(SettingsText.With("", kept), changed));
        var file = SettingsFile.Read(_folder.Path).File;
        return kept.Keys.Union(changed.Keys).All(name => file?.Find(name)?.Text == (changed.TryGetValue(name, out var text) ? text : kept[name]));
    }).QuickCheckThrowOnFailure();

    public void Dispose() => _folder.Dispose();

    private static Dictionary<string, string?> Distinct((byte Name, byte Value)[] settings, Func<byte, bool> isKept) =>
        settings.DistinctBy(one => one.Name).ToDictionary(one => $"setting-{one.Name}", one => isKept(one.Value) ? one.Value.ToString(CultureInfo.InvariantCulture) : null);

    private void Write(string text) => File.WriteAllText(_folder[SettingsFile.Name], text);
}
