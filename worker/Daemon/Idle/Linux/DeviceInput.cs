using System.Runtime.InteropServices;

namespace LaionGrid.Worker.Idle.Linux;

/// <summary>
/// Watches keyboards, mice, touchpads and gamepads as the kernel gives them, whatever draws the screen. Needs the right to read
/// /dev/input, as the group "input" has it. It notes that something came and throws away what, unread.
/// </summary>
internal sealed class DeviceInput(SystemFiles files, TimeProvider time) : IInputSource, IDisposable
{
    private const short PollIn = 1;
    private const short PollGone = 0x38; // error, hang-up or not open
    private const int ReadOnlyNonBlockingCloseOnExec = 0x800 | 0x80000;
    private const int Keys = 1; // EV_KEY: what people press. Lids and sensors of motion have none

    private static readonly TimeSpan LookForNew = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, int> _open = [];
    private readonly byte[] _waste = new byte[4096];
    private long? _searched;
    private long? _touched;

    public ValueTask<TimeSpan?> IdleAsync(CancellationToken cancellationToken)
    {
        if (_searched is not { } searched || time.GetElapsedTime(searched) >= LookForNew)
            Search();
        if (_open.Count == 0)
            return new((TimeSpan?)null);
        if (HasCome())
            _touched = time.GetTimestamp();
        return new(time.GetElapsedTime(_touched ?? 0));
    }

    public void Dispose()
    {
        foreach (var handle in _open.Values)
            _ = Close(handle);
        _open.Clear();
    }

    private void Search()
    {
        _searched = time.GetTimestamp();
        foreach (var path in files.Files("dev/input", "event*").Where(path => !_open.ContainsKey(path) && HasKeys(path)))
        {
            if (Open(path, ReadOnlyNonBlockingCloseOnExec) is >= 0 and var handle)
                _open[path] = handle;
        }
        _touched ??= _open.Count > 0 ? _searched : null; // somebody started this program: nobody knows how long they have been away
    }

    private bool HasKeys(string path) =>
        files.Read("sys/class/input", Path.GetFileName(path), "device/capabilities/ev") is { } hex && long.TryParse(hex, System.Globalization.NumberStyles.HexNumber, null, out var kinds) && (kinds >> Keys & 1) == 1;

    private bool HasCome()
    {
        var asked = _open.Select(one => new Polled { Handle = one.Value, Events = PollIn }).ToArray();
        if (Poll(asked, (nuint)asked.Length, 0) <= 0)
            return false;
        foreach (var (path, polled) in _open.Keys.ToList().Zip(asked))
        {
            while ((polled.Came & PollIn) != 0 && Read(polled.Handle, _waste, (nuint)_waste.Length) > 0)
            {
                // Thrown away: only that it came counts.
            }
            if ((polled.Came & PollGone) != 0 && _open.Remove(path))
                _ = Close(polled.Handle);
        }
        return asked.Any(polled => (polled.Came & PollIn) != 0);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Polled
    {
        public int Handle;
        public short Events;
        public short Came;
    }

    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);

    [DllImport("libc", EntryPoint = "poll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll([In, Out] Polled[] polled, nuint count, int milliseconds);

    [DllImport("libc", EntryPoint = "read")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Read(int handle, [Out] byte[] buffer, nuint count);
}
