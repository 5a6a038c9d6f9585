using System.CommandLine;
using System.Globalization;
using LaionGrid.Worker.Idle.Control;
using LaionGrid.Worker.Loop;

namespace LaionGrid.Worker;

/// <summary>The options of the control page.</summary>
internal sealed class PageOptions
{
    private static readonly string Modes = string.Join(", ", Enum.GetNames<PageMode>()).ToLowerInvariant();

    private readonly Option<string?> _mode = Setting.Of("--page", "WHEN", $"The control page of this machine: {Modes}. asked opens it at the command page.", "asked");
    private readonly Option<string?> _port = Setting.Of("--page-port", "PORT", "Its port, on this machine alone; the next free one when it is taken.", WorkerSettings.DefaultPagePort.ToString(CultureInfo.InvariantCulture));
    private readonly Option<string?> _previews = Setting.Of("--show-previews", "YES-OR-NO", "Whether the page shows pictures on their way. They are other people's.", "no");

    public void AddTo(Command command)
    {
        command.Add(_mode);
        command.Add(_port);
        command.Add(_previews);
    }

    /// <summary>The settings with these, or in one line what is wrong with one.</summary>
    public (WorkerSettings? Settings, string? Problem) Read(ParseResult result, WorkerSettings settings)
    {
        var (mode, port, previews) = (Setting.Text(result, _mode), Setting.Text(result, _port), Setting.Text(result, _previews).ToLowerInvariant());
        if (!Enum.TryParse<PageMode>(mode, ignoreCase: true, out var when) || int.TryParse(mode, out _))
            return (null, $"--page \"{mode}\" is not one of {Modes}.");
        if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
            return (null, $"--page-port \"{port}\" is not a port, 1 to 65535.");
        return previews is "yes" or "true" or "no" or "false"
            ? (settings with { Page = when, PagePort = number, ShowsPreviews = previews is "yes" or "true" }, null)
            : (null, $"--show-previews \"{previews}\" is not yes or no.");
    }
}
