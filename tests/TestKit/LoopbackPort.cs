using System.Net;
using System.Net.Sockets;

namespace LaionGrid.TestKit;

/// <summary>A port for a process that has to be told its own.</summary>
public static class LoopbackPort
{
    private const int First = 20_000;
    private const int Count = 12_000; // up to where Linux begins to give out ports by itself, which is lower than elsewhere
    private const int OfAProcess = 64;

    private static int _given = Environment.ProcessId * OfAProcess; // others who run tests begin elsewhere

    /// <summary>Free now, and given to nobody who did not ask for just this one: neither before its process listens nor while that is away.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _given) % Count);
            if (IsFree(port))
                return port;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
