using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace LaionGrid.Worker.Idle.Windows;

/// <summary>What Windows tells a program of its session: full screen, battery, free memory. Never tried on such a machine.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsProbe : IProbe
{
    private const byte Offline = 0;
    private const byte Online = 1;

    /// <summary>QUNS_BUSY, QUNS_RUNNING_D3D_FULL_SCREEN and QUNS_PRESENTATION_MODE.</summary>
    private static readonly int[] Showing = [2, 3, 4];

    public TimeSpan Every => TimeSpan.FromMilliseconds(500);

    public ValueTask<MachineState> LookAsync(MachineState known, CancellationToken cancellationToken)
    {
        var memory = new MemoryStatus { Length = (uint)Marshal.SizeOf<MemoryStatus>() };
        return new(known with
        {
            IsShowing = SHQueryUserNotificationState(out var state) == 0 ? Showing.Contains(state) : null,
            IsOnBattery = GetSystemPowerStatus(out var power) ? power.AcLine switch { Offline => true, Online => false, _ => null } : null,
            FreeMemoryMiB = GlobalMemoryStatusEx(ref memory) ? (long)(memory.AvailablePhysical >> 20) : null,
        });
    }

    [DllImport("shell32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int SHQueryUserNotificationState(out int state);

    [DllImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetSystemPowerStatus(out PowerStatus status);

    [DllImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GlobalMemoryStatusEx(ref MemoryStatus status);

    [StructLayout(LayoutKind.Sequential)]
    private struct PowerStatus
    {
        public byte AcLine;
        public byte BatteryFlag;
        public byte BatteryPercent;
        public byte SystemFlag;
        public uint BatterySeconds;
        public uint BatteryFullSeconds;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct MemoryStatus
    {
        public uint Length;
        public uint LoadPercent;
        public ulong TotalPhysical;
        public ulong AvailablePhysical;
        public ulong TotalPageFile;
        public ulong AvailablePageFile;
        public ulong TotalVirtual;
        public ulong AvailableVirtual;
        public ulong AvailableExtended;
    }
}
