namespace LaionGrid.Worker.Idle.Linux;

/// <summary>
/// Whether somebody is logged in at a screen: by the sessions that logind writes down, or where there is no logind by this program's own
/// surroundings and the sockets of X servers. The login prompt is nobody.
/// </summary>
internal sealed class DisplaySessions(SystemFiles files, Func<string, string?> environment)
{
    private const string Sessions = "run/systemd/sessions";

    public bool HasAny()
    {
        if (environment("DISPLAY") is { Length: > 0 } || environment("WAYLAND_DISPLAY") is { Length: > 0 })
            return true;
        return Directory.Exists(files.PathOf(Sessions))
            ? files.Files(Sessions, "*").Where(path => !path.EndsWith(".ref", StringComparison.Ordinal)).Any(IsAtAScreen)
            : files.Files("tmp/.X11-unix", "X*").Any();
    }

    private bool IsAtAScreen(string path)
    {
        var lines = files.Read(path)?.Split('\n') ?? [];
        return lines.Contains("CLASS=user") && (lines.Contains("TYPE=x11") || lines.Contains("TYPE=wayland") || lines.Contains("TYPE=mir"));
    }
}
