using System.CommandLine;
using System.Text.Json;
using LaionGrid.Worker.Doctor;
using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Settings;
using LaionGrid.Worker.Tests.Local;

namespace LaionGrid.Worker.Tests.Doctor;

#pragma warning disable CA1416 // File modes: those facts are skipped on Windows.
[Collection(ConsoleUsers.Name)] // a device is tried in this process
public sealed class DoctorCommandTests : IDisposable
{
    private const string Nowhere = "http://127.0.0.1:1";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Doctor_WhereAllIsWell_ExitsWithZeroAndLeavesNoTrace()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);

        var (code, findings) = await AskAsync("--data", _folder["worker"], "--coordinator", grid.Address, "--device", "cpu", "--idle-after", "0");

        Assert.Equal(0, code);
        Assert.Equal("good", findings["data folder"].Grade);
        Assert.Contains("is not there yet", findings["data folder"].Says, StringComparison.Ordinal);
        Assert.Contains("answers, version 0.1.0: 1 model.", findings["grid"].Says, StringComparison.Ordinal);
        Assert.Equal("This machine's clock agrees with the grid's.", findings["clock"].Says);
        Assert.Contains("has not joined yet", findings["identity"].Says, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["worker"]));
    }

    [Fact]
    public async Task Doctor_WhereTheGridIsAway_ExitsWithOneAndSaysWhatToDo()
    {
        var (code, findings) = await AskAsync("--coordinator", Nowhere, "--device", "cpu", "--idle-after", "0");

        Assert.Equal((1, "bad"), (code, findings["grid"].Grade));
        Assert.Contains("Nothing answers at its address", findings["grid"].Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_OfABrokenFile_NamesItsLine()
    {
        SettingsFile.Write(_folder.Path, "idle-aftr = 5m\n");

        var (code, findings) = await AskAsync("--coordinator", Nowhere);

        Assert.Equal((1, "bad"), (code, findings["settings"].Grade));
        Assert.Contains("worker.conf, line 1: idle-aftr is no setting. Is idle-after meant?", findings["settings"].Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_OfASpoiltIdentity_NamesItAndLeavesIt()
    {
        await File.WriteAllTextAsync(_folder["identity.json"], "{");

        var (code, findings) = await AskAsync("--coordinator", Nowhere, "--device", "cpu");

        Assert.Equal((1, "bad"), (code, findings["identity"].Grade));
        Assert.Contains(_folder["identity.json"], findings["identity"].Says, StringComparison.Ordinal);
        Assert.Equal("{", await File.ReadAllTextAsync(_folder["identity.json"]));
    }

    [Fact]
    public async Task Doctor_OfAKeyThatTheGridDoesNotKnow_SaysSo()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        SettingsFile.Write(_folder.Path, "key = lg_wrong\n");

        var (code, findings) = await AskAsync("--coordinator", grid.Address, "--device", "cpu", "--idle-after", "0");

        Assert.Equal((1, "bad"), (code, findings["identity"].Grade));
        Assert.Contains("worker.conf, line 1: key", findings["identity"].Says, StringComparison.Ordinal);
        Assert.DoesNotContain("lg_wrong", findings["identity"].Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_WhileAWorkerRuns_SaysSoAndDoesNotDisturbIt()
    {
        using var held = DataFolder.Take(_folder.Path).Folder;

        var (_, findings) = await AskAsync("--coordinator", Nowhere, "--device", "cpu");

        Assert.Contains("A worker runs on this folder", findings["worker"].Says, StringComparison.Ordinal);
    }

    [OnUnixFact]
    public async Task Doctor_OfAFolderThatOthersSee_SaysTheCommandThatMendsIt()
    {
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead);

        Assert.Contains(FolderExam.Run(_folder.Path), finding => finding.Grade == Grade.Note && finding.Remedy.Contains($"chmod 700 {_folder.Path}", StringComparison.Ordinal));
    }

    [Fact]
    public void Text_OfFindings_HasALineEachAndItsRemedyBelow() => Assert.Equal(
        "good  disk  Room.\nBAD   grid  Away.\n            Plug it in.\n\n1 to mend before the worker can run well.",
        DoctorText.Of([Finding.Good("disk", "Room."), Finding.Bad("grid", "Away.", "Plug it in.")]).ReplaceLineEndings("\n"));

    public void Dispose() => _folder.Dispose();

    private async Task<(int Code, IReadOnlyDictionary<string, Told> Findings)> AskAsync(params string[] args)
    {
        await using var output = new StringWriter();
        var command = new RootCommand { new DoctorCommand(output).Build() };
        string[] folder = args.Contains("--data") ? [] : ["--data", _folder.Path];
        var code = await command.Parse(["doctor", "--json", .. folder, .. args]).InvokeAsync();
        var told = JsonSerializer.Deserialize<List<Told>>(output.ToString(), JsonSerializerOptions.Web) ?? [];
        return (code, told.DistinctBy(one => one.About).ToDictionary(one => one.About));
    }

    private sealed record Told(string About, string Grade, string Says, string Remedy);
}
