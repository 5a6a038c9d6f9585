using System.CommandLine;
using LaionGrid.Worker.Idle.Control;
using LaionGrid.Worker.Page;

namespace LaionGrid.Worker;

/// <summary>"laiongrid-worker page": a link to the page of the worker that runs on a data folder.</summary>
internal sealed class PageCommand(Option<string?> data, string defaultData)
{
    private const int NotReached = 1;

    private readonly Option<bool> _noBrowser = new("--no-browser") { Description = "Only print the link." };

    public Command Build()
    {
        var command = new Command("page", "Show the link to this machine's control page, and open it on a desktop. The link is good once, for ten minutes.") { data, _noBrowser };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(Setting.Text(result, data) is { Length: > 0 } given ? given : defaultData);
        var (report, problem) = await ControlCall.AskAsync(folder, new(null, OpensPage: true), cancellationToken);
        if (report?.Page?.Link is not { } link)
        {
            await Console.Error.WriteLineAsync(report is null ? problem : report.Page?.Problem ?? "The worker that runs is older than this command. Restart it.");
            return NotReached;
        }
        await Console.Out.WriteLineAsync(link);
        if (result.GetValue(_noBrowser) || !DesktopBrowser.TryOpen(link))
            await Console.Error.WriteLineAsync($"Open it in a browser on this machine, or from afar through ssh -L {new Uri(link).Port}:127.0.0.1:{new Uri(link).Port}.");
        return 0;
    }
}
