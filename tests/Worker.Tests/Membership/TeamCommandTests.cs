using System.CommandLine;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Membership;

namespace LaionGrid.Worker.Tests.Membership;

/// <summary>The command line beside a coordinator that runs.</summary>
public sealed class TeamCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Team_FoundedOnOneMachine_IsJoinedShownAndLeftOnAnother()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        var (lark, tern) = (await JoinGridAsync(grid, "lark"), await JoinGridAsync(grid, "tern"));

        var founded = await RunAsync(grid.Address, lark, "create", "Sea Birds");
        var code = founded.Split("team join ")[1].Split('\n')[0];
        var joined = await RunAsync(grid.Address, tern, "join", code);
        var shown = await RunAsync(grid.Address, tern, "show");
        var left = await RunAsync(grid.Address, tern, "leave");

        Assert.StartsWith("0 The team \"Sea Birds\" is founded", founded, StringComparison.Ordinal);
        Assert.Equal("0 You are in the team \"Sea Birds\". What you earn from now on counts for it.\n", joined);
        Assert.Equal("0 Team \"Sea Birds\", founded by lark.\nNothing has become final for it yet.\n2 members: lark, tern.\n", shown);
        Assert.Equal("0 You have left the team \"Sea Birds\". What you earned for it stays with it.\n", left);
        Assert.Equal("0 You are in no team.\n", await RunAsync(grid.Address, tern, "leave"));
        Assert.Contains("says: This account is in no team.", await RunAsync(grid.Address, tern, "show"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invite_WhenReplaced_LetsNobodyInByTheOldOne()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        var (lark, tern) = (await JoinGridAsync(grid, "lark"), await JoinGridAsync(grid, "tern"));
        var old = (await RunAsync(grid.Address, lark, "create", "terns")).Split("team join ")[1].Split('\n')[0];

        var replaced = await RunAsync(grid.Address, lark, "invite", "TERNS");

        Assert.StartsWith("0 The new invite code is lgt_", replaced, StringComparison.Ordinal);
        Assert.StartsWith($"1 {new Uri(grid.Address)} says: This invite code is not known here", await RunAsync(grid.Address, tern, "join", old), StringComparison.Ordinal);
        Assert.StartsWith("1 ", await RunAsync(grid.Address, tern, "invite", "terns"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Team_BeforeTheMachineHasJoined_SaysWhatToDo() =>
        Assert.Contains("has not joined a grid from", await RunAsync("http://localhost:1", _folder["nothing"], "show"), StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private async Task<string> JoinGridAsync(CoordinatorUnderTest grid, string name)
    {
        var enrolled = (EnrollOutcome.Enrolled)await grid.Get<EnrollWorker>().RunAsync(new($"{name}-{new string('k', 40)}", name, "", WorkerRole.Volunteer), Caller.Anonymous, default);
        using var folder = DataFolder.Take(_folder[name]).Folder!;
        new IdentityFile(folder.Path).Write(new(new string('k', 40), IsReferee: false, enrolled.Secret.Text, name, name));
        return folder.Path;
    }

    /// <summary>The exit code and what the program prints, both streams.</summary>
    private static async Task<string> RunAsync(string coordinator, string data, params string[] args)
    {
        await using var output = new StringWriter();
        var (address, folder) = (Setting.Of("--coordinator", "URL", "Where."), Setting.Of("--data", "DIR", "Folder."));
        var command = new RootCommand { new TeamCommand(address, folder, output, output).Build() };
        var code = await command.Parse(["team", .. args, "--coordinator", coordinator, "--data", data]).InvokeAsync();
        return $"{code} {output.ToString().ReplaceLineEndings("\n")}";
    }
}
