using System.Net;
using System.Net.Sockets;

namespace LaionGrid.TestKit;

/// <summary>A port for a process that has to be told its own.</summary>
public static class LoopbackPort
{
    /// <summary>Free a moment ago.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
