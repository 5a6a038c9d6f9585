using System.ComponentModel;
using System.Diagnostics;

namespace LaionGrid.Worker.Page;

/// <summary>The browser of the desktop that a command was given on.</summary>
internal static class DesktopBrowser
{
    /// <summary>False when there is none: nobody sits at this machine's screen, or it came from afar.</summary>
    public static bool TryOpen(string address)
    {
        if (StartOf(address) is not { } start)
            return false;
        try
        {
            using var process = Process.Start(start);
            return true;
        }
        catch (Exception error) when (error is Win32Exception or PlatformNotSupportedException)
        {
            return false;
        }
    }

    private static ProcessStartInfo? StartOf(string address)
    {
        if (OperatingSystem.IsWindows())
            return Environment.UserInteractive ? new(address) { UseShellExecute = true } : null;
        if (OperatingSystem.IsMacOS())
            return new("open", [address]);
        var isHere = Has("DISPLAY") || Has("WAYLAND_DISPLAY");
        return isHere && !Has("SSH_CONNECTION") ? new("xdg-open", [address]) { RedirectStandardOutput = true, RedirectStandardError = true } : null;
    }

    private static bool Has(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 };
}
