using System.Runtime.InteropServices;

namespace LaionGrid.Worker.Rendering;

/// <summary>
/// Takes the network from this process, on Linux: from then on the kernel refuses it every socket but those between programs of this machine (seccomp(2)). It cannot be
/// taken back, and it lasts for what the process starts. It needs no rights.
/// </summary>
internal static class NoNetwork
{
    private const int NoNewPrivileges = 38; // prctl(2)
    private const int SetFilter = 1;
    private const int OnAllThreads = 1;

    private const ushort Load = 0x20;
    private const ushort IfEqual = 0x15;
    private const ushort IfAtLeast = 0x35;
    private const ushort Return = 0x06;
    private const uint NumberAt = 0;
    private const uint MachineAt = 4;
    private const uint FirstArgumentAt = 16;
    private const uint ForeignCalls = 0x40000000; // of the x32 ABI
    private const uint IoUringSetup = 425; // which could make sockets, too
    private const uint Local = 1; // AF_UNIX
    private const uint Kernel = 16; // AF_NETLINK
    private const uint Allowed = 0x7fff0000;
    private const uint Denied = 0x00050000 | 13; // as "permission denied"

    private static readonly (uint Machine, uint Socket, int Seccomp)? Numbers = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => (0xC000003E, 41, 317),
        Architecture.Arm64 => (0xC00000B7, 198, 277),
        _ => null,
    };

    /// <summary>False where this system has no such thing.</summary>
    /// <param name="onAllThreads">False: for the calling thread alone.</param>
    public static bool Take(bool onAllThreads = true)
    {
        if (!OperatingSystem.IsLinux() || Numbers is not { } numbers || Prctl(NoNewPrivileges, 1, 0, 0, 0) != 0)
            return false;
        var rules = Rules(numbers.Machine, numbers.Socket);
        var pinned = GCHandle.Alloc(rules, GCHandleType.Pinned);
        try
        {
            return Seccomp(numbers.Seccomp, SetFilter, onAllThreads ? OnAllThreads : 0, new() { Count = (ushort)rules.Length, First = pinned.AddrOfPinnedObject() }) == 0;
        }
        finally
        {
            pinned.Free();
        }
    }

    /// <summary>A program of the kernel's packet filter: each jump counts the rules that it leaves out.</summary>
    private static Rule[] Rules(uint machine, uint socket) =>
    [
        new(Load, MachineAt),
        new(IfEqual, machine, Else: 7),
        new(Load, NumberAt),
        new(IfAtLeast, ForeignCalls, Then: 5),
        new(IfEqual, IoUringSetup, Then: 4),
        new(IfEqual, socket, Else: 4),
        new(Load, FirstArgumentAt),
        new(IfEqual, Local, Then: 2),
        new(IfEqual, Kernel, Then: 1),
        new(Return, Denied),
        new(Return, Allowed),
    ];

    [DllImport("libc", EntryPoint = "prctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Prctl(int option, nint first, nint second, nint third, nint fourth);

    [DllImport("libc", EntryPoint = "syscall")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Seccomp(nint call, nint operation, nint flags, in Filter filter);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Rule(ushort Code, byte Then, byte Else, uint Value)
    {
        public Rule(ushort code, uint value, byte Then = 0, byte Else = 0) : this(code, Then, Else, value)
        {
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Filter
    {
        public ushort Count;
        public nint First;
    }
}
