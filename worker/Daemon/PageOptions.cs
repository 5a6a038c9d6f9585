using System.CommandLine;
using System.Globalization;
using LaionGrid.Worker.Idle.Control;
using LaionGrid.Worker.Loop;
using LaionGrid.Worker.Settings;

namespace LaionGrid.Worker;

/// <summary>The options of the control page.</summary>
internal sealed class PageOptions
{
    private static readonly string Modes = string.Join(", ", Enum.GetNames<PageMode>()).ToLowerInvariant();

    private readonly Option<string?> _mode = Setting.Of("--page", "WHEN", $"The control page of this machine: {Modes}. asked opens it at the command page.", "asked");
    private readonly Option<string?> _port = Setting.Of("--page-port", "PORT", "Its port, on this machine alone; the next free one when it is taken.", WorkerSettings.DefaultPagePort.ToString(CultureInfo.InvariantCulture));
    private readonly Option<string?> _previews = Setting.Of("--show-previews", "YES-OR-NO", "Whether the page shows pictures on their way. They are other people's.", "no");

    public IEnumerable<Option> All => [_mode, _port, _previews];

    /// <summary>The settings with these; what is wrong with one, what was given then knows.</summary>
    public WorkerSettings AddTo(WorkerSettings settings, GivenSettings given)
    {
        var ((mode, whereMode), (port, wherePort), (previews, wherePreviews)) = (given.Of(_mode), given.Of(_port), given.Of(_previews));
        if (!Enum.TryParse<PageMode>(mode, ignoreCase: true, out var when) || int.TryParse(mode, out _))
            given.Refuse($"{whereMode}: \"{mode}\" is not one of {Modes}.");
        if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
            given.Refuse($"{wherePort}: \"{port}\" is not a port, 1 to 65535.");
        if (Setting.YesOrNo(previews) is null)
            given.Refuse($"{wherePreviews}: \"{previews}\" is not yes or no.");
        return settings with { Page = when, PagePort = number, ShowsPreviews = Setting.YesOrNo(previews) == true };
    }
}
