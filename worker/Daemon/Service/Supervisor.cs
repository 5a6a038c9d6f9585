using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace LaionGrid.Worker.Service;

/// <summary>
/// What started the worker, if it wants to be told how it is: systemd, by datagrams to a socket (sd_notify(3)). Safe to call from any thread.
/// </summary>
/// <param name="socket">Path of the socket, or '@' and a name; empty when nobody wants to be told.</param>
/// <param name="watchdog">It ends the worker when it heard nothing for so long; null when it does not.</param>
internal sealed class Supervisor(string socket, TimeSpan? watchdog)
{
    private const int PatienceMs = 1000; // it may be slow, and must not keep the worker from stopping

    public TimeSpan? Watchdog => watchdog;

    /// <summary>As systemd says it: NOTIFY_SOCKET, WATCHDOG_USEC, and WATCHDOG_PID when it is meant for one process.</summary>
    /// <param name="variable">A variable of the environment, null when it is not set.</param>
    public static Supervisor Read(Func<string, string?> variable, int processId)
    {
        var isMeant = variable("WATCHDOG_PID") is not { Length: > 0 } meant || meant == processId.ToString(CultureInfo.InvariantCulture);
        var hasWatchdog = long.TryParse(variable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0 && isMeant;
        return new(variable("NOTIFY_SOCKET") ?? "", hasWatchdog ? TimeSpan.FromMicroseconds(microseconds) : null);
    }

    /// <summary>Tells a state, such as "READY=1".</summary>
    /// <exception cref="SocketException">Nobody listens there, or does not come to it.</exception>
    public void Tell(string state)
    {
        if (socket.Length == 0)
            return;
        using var sender = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { SendTimeout = PatienceMs };
        var address = socket[0] == '@' ? $"\0{socket[1..]}" : socket; // '@' stands for the zero byte of a name that is in no folder
        sender.SendTo(Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(address));
    }
}
