using System.Runtime.InteropServices;

namespace LaionGrid.Worker.Idle.Linux;

/// <summary>
/// A connection to an X server that asks one question, QueryInfo of the extension MIT-SCREEN-SAVER (its protocol, version 1.1, request 1). The request is put
/// together here, because the library with a function for it is rarely installed.
/// </summary>
internal sealed class XcbConnection : IDisposable
{
    private const string Extension = "MIT-SCREEN-SAVER";
    private const byte QueryInfo = 1;
    private const int Checked = 1;
    private const int RequestBytes = 8;
    private const int VectorBytes = 16; // a pointer and a length
    private const int SinceInputAt = 16; // in the reply, behind its head, the saver's window and the time until it starts

    private static readonly NativeLibraryFile? Xcb = NativeLibraryFile.Open("libxcb.so.1");
    private static readonly nint ExtensionKey = MakeExtensionKey();

    private readonly nint _connection;
    private readonly int _root;

    private XcbConnection(nint connection, int root) => (_connection, _root) = (connection, root);

    private delegate nint Connect([MarshalAs(UnmanagedType.LPUTF8Str)] string display, out int screen);

    private delegate int HasError(nint connection);

    private delegate void Disconnect(nint connection);

    private delegate nint GetSetup(nint connection);

    private delegate Roots GetRoots(nint setup);

    private delegate uint SendRequest(nint connection, int flags, nint vector, in ProtocolRequest request);

    private delegate nint WaitForReply(nint connection, uint request, out nint error);

    /// <summary>Null when there is no libxcb, or no server that lets us in.</summary>
    public static XcbConnection? Open(string display)
    {
        if (Xcb is null)
            return null;
        var connection = Xcb.Function<Connect>("xcb_connect")(display, out _);
        if (Xcb.Function<HasError>("xcb_connection_has_error")(connection) != 0)
        {
            Xcb.Function<Disconnect>("xcb_disconnect")(connection);
            return null;
        }
        var roots = Xcb.Function<GetRoots>("xcb_setup_roots_iterator")(Xcb.Function<GetSetup>("xcb_get_setup")(connection));
        return new(connection, Marshal.ReadInt32(roots.First)); // a screen begins with its root window
    }

    /// <summary>Null when the server is gone or does not know the extension; then this connection is of no more use.</summary>
    public TimeSpan? QueryIdle()
    {
        if (Xcb is null || Xcb.Function<HasError>("xcb_connection_has_error")(_connection) != 0)
            return null;
        var reply = Xcb.Function<WaitForReply>("xcb_wait_for_reply")(_connection, Ask(Xcb), out var error);
        TimeSpan? idle = reply == 0 ? null : TimeSpan.FromMilliseconds((uint)Marshal.ReadInt32(reply, SinceInputAt));
        Free(reply);
        Free(error);
        return idle;
    }

    public void Dispose() => Xcb!.Function<Disconnect>("xcb_disconnect")(_connection); // there is no connection without it

    /// <summary>Sends the question. The library writes its own parts into the two vectors in front of ours.</summary>
    private uint Ask(NativeLibraryFile xcb)
    {
        var memory = Marshal.AllocHGlobal((4 * VectorBytes) + RequestBytes);
        try
        {
            var (vector, question) = (memory + (2 * VectorBytes), memory + (4 * VectorBytes));
            Marshal.WriteInt64(question, (long)_root << 32); // major, minor and length are the library's to fill in
            (nint, nint)[] parts = [(question, RequestBytes), (0, 0)];
            for (var part = 0; part < parts.Length; part++)
            {
                Marshal.WriteIntPtr(vector, part * VectorBytes, parts[part].Item1);
                Marshal.WriteIntPtr(vector, (part * VectorBytes) + nint.Size, parts[part].Item2);
            }
            return xcb.Function<SendRequest>("xcb_send_request")(_connection, Checked, vector, new() { Parts = 2, Extension = ExtensionKey, Opcode = QueryInfo });
        }
        finally
        {
            Marshal.FreeHGlobal(memory);
        }
    }

    /// <summary>Its name, and a number that the library sets; lives as long as the program, as the library expects.</summary>
    private static nint MakeExtensionKey()
    {
        var key = Marshal.AllocHGlobal(VectorBytes);
        Marshal.WriteIntPtr(key, Marshal.StringToHGlobalAnsi(Extension));
        Marshal.WriteInt64(key, nint.Size, 0);
        return key;
    }

    [DllImport("libc", EntryPoint = "free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void Free(nint memory);

    [StructLayout(LayoutKind.Sequential)]
    private struct Roots
    {
        public nint First;
        public int Left;
        public int Index;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ProtocolRequest
    {
        public nuint Parts;
        public nint Extension;
        public byte Opcode;
        public byte IsVoid;
    }
}
