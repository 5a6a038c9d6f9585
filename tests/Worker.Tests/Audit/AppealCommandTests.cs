using LaionGrid.Worker.Audit;

namespace LaionGrid.Worker.Tests.Audit;

public sealed class AppealCommandTests
{
    [Fact]
    public async Task Appeal_OfALeaseThatTheCoordinatorDoesNotKnow_IsRefusedInItsWords()
    {
        await using var scene = await AuditScene.StartAsync();

        Assert.StartsWith("1\nRefused: There is no such attempt, or it is another owner's.", await AppealAsync(new(scene.Grid.Address), scene.Data), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Appeal_FromAFolderWithoutAWorker_SaysWhichFolderToName()
    {
        using var folder = new TemporaryFolder();

        var said = await AppealAsync(new("http://127.0.0.1:1"), folder["nobody"]);

        Assert.StartsWith($"2\nNot asked: no worker has joined a grid from {folder["nobody"]}.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Appeal_WhenNobodyAnswers_SaysSo()
    {
        await using var scene = await AuditScene.StartAsync();

        Assert.StartsWith("2\nNot asked: http://127.0.0.1:1/ did not answer", await AppealAsync(new("http://127.0.0.1:1"), scene.Data), StringComparison.Ordinal);
    }

    private static async Task<string> AppealAsync(Uri address, string folder)
    {
        await using var output = new StringWriter();
        var code = await AppealCommand.RunAsync(address, folder, new string('f', 32), output, output, default);
        return $"{code}\n{output}";
    }
}
