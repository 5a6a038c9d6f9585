using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace LaionGrid.Worker.Idle.Windows;

/// <summary>The session's last input, as Windows counts it; a service has no such session and is told nothing. Never tried on such a machine.</summary>
[SupportedOSPlatform("windows")]
internal sealed class LastInput : IInputSource
{
    public ValueTask<TimeSpan?> IdleAsync(CancellationToken cancellationToken)
    {
        var last = new LastInputInfo { Size = (uint)Marshal.SizeOf<LastInputInfo>() };
        if (!Environment.UserInteractive || !GetLastInputInfo(ref last))
            return new((TimeSpan?)null);
        return new(TimeSpan.FromMilliseconds(unchecked((uint)Environment.TickCount - last.Tick))); // both turn over after 49 days
    }

    [DllImport("user32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetLastInputInfo(ref LastInputInfo info);

    [StructLayout(LayoutKind.Sequential)]
    private struct LastInputInfo
    {
        public uint Size;
        public uint Tick;
    }
}
