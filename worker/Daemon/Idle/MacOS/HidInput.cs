using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace LaionGrid.Worker.Idle.MacOS;

/// <summary>The property HIDIdleTime of IOKit's IOHIDSystem, in nanoseconds. Never tried on such a machine.</summary>
[SupportedOSPlatform("macos")]
internal sealed class HidInput : IInputSource
{
    private const string IoKit = "/System/Library/Frameworks/IOKit.framework/IOKit";
    private const string CoreFoundation = "/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation";
    private const uint Utf8 = 0x08000100;
    private const int SInt64 = 4;

    private readonly nint _name = CFStringCreateWithCString(0, "HIDIdleTime", Utf8);

    public ValueTask<TimeSpan?> IdleAsync(CancellationToken cancellationToken)
    {
        var service = IOServiceGetMatchingService(0, IOServiceMatching("IOHIDSystem")); // takes the dictionary over
        if (service == 0)
            return new((TimeSpan?)null);
        var number = IORegistryEntryCreateCFProperty(service, _name, 0, 0);
        _ = IOObjectRelease(service);
        if (number == 0)
            return new((TimeSpan?)null);
        var isRead = CFNumberGetValue(number, SInt64, out var nanoseconds) != 0;
        CFRelease(number);
        return new(isRead ? TimeSpan.FromMicroseconds(nanoseconds / 1000) : null);
    }

    [DllImport(IoKit)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint IOServiceMatching([MarshalAs(UnmanagedType.LPUTF8Str)] string name);

    [DllImport(IoKit)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint IOServiceGetMatchingService(uint port, nint matching);

    [DllImport(IoKit)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint IORegistryEntryCreateCFProperty(uint entry, nint key, nint allocator, uint options);

    [DllImport(IoKit)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int IOObjectRelease(uint handle);

    [DllImport(CoreFoundation)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint CFStringCreateWithCString(nint allocator, [MarshalAs(UnmanagedType.LPUTF8Str)] string text, uint encoding);

    [DllImport(CoreFoundation)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern byte CFNumberGetValue(nint number, nint type, out long value);

    [DllImport(CoreFoundation)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void CFRelease(nint reference);
}
