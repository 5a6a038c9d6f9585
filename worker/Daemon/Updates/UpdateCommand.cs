using System.CommandLine;

namespace LaionGrid.Worker.Updates;

/// <summary>"laiongrid-worker update": takes the newest release now.</summary>
internal sealed class UpdateCommand
{
    private const int NotTaken = 1;

    private readonly Option<bool> _check = new("--check") { Description = "Only say whether there is a newer one." };

    public Command Build()
    {
        var command = new Command("update", "Take the newest release of this program now, if install.sh installed it. A running worker goes on as that from its next start.") { _check };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        using var installation = Installation.Find(AppContext.BaseDirectory, ThisProgram.Version);
        if (installation is null)
            return await SayAsync("This program was not installed by install.sh with a release's key, so it does not update itself. Use what installed it: apt, git or a new download.", NotTaken);
        using var http = new HttpClient();
        var fetch = new FetchUpdate(installation, http);
        try
        {
            if (result.GetValue(_check))
                return await CheckAsync(installation, fetch, cancellationToken);
            return await new TakeUpdate(installation, fetch, TimeProvider.System).RunAsync(mayWait: false, cancellationToken) is ({ Version: var version }, _)
                ? await SayAsync($"{version} is installed and runs from the next start on. Should it not join the grid, {installation.Running} comes back.", 0)
                : await SayAsync($"{installation.Running} is the newest.", 0);
        }
        catch (Exception error) when (error is UpdateException or IOException or UnauthorizedAccessException)
        {
            return await SayAsync(error.Message, NotTaken);
        }
    }

    private static async Task<int> CheckAsync(Installation installation, FetchUpdate fetch, CancellationToken cancellationToken)
    {
        var release = await fetch.LookAsync(cancellationToken);
        return await SayAsync(
            UpdatePolicy.IsNews(release, Version.Parse(installation.Running), installation.ReadRecord()) ? $"{release.Version} is there; {installation.Running} runs." : $"{installation.Running} is the newest.", 0);
    }

    private static async Task<int> SayAsync(string text, int code)
    {
        await (code == 0 ? Console.Out : Console.Error).WriteLineAsync(text);
        return code;
    }
}
