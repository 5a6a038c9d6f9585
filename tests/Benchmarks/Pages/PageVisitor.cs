using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LaionGrid.Benchmarks.Pages;

/// <summary>One connection that asks for a page, reads all of it, and asks again. It is made of bare sockets, because it shares the processor with what it measures.</summary>
internal sealed class PageVisitor : IDisposable
{
    private const int RoomBytes = 256 * 1024;
    private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] Length = "Content-Length: "u8.ToArray();

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _room = new byte[RoomBytes];

    public Task ConnectAsync(int port, CancellationToken cancellationToken) => _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken).AsTask();

    public static byte[] Request(string path, string encoding) =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{(encoding.Length > 0 ? $"Accept-Encoding: {encoding}\r\n" : "")}\r\n");

    /// <summary>Asks once.</summary>
    /// <returns>Bytes of the body.</returns>
    /// <exception cref="InvalidDataException">The answer is no page, or has chunks.</exception>
    public async ValueTask<int> VisitAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        await _socket.SendAsync(request, cancellationToken);
        var (filled, whole) = (0, int.MaxValue);
        while (filled < whole)
        {
            var read = await _socket.ReceiveAsync(_room.AsMemory(filled), cancellationToken);
            if (read == 0)
                throw new InvalidDataException("The site hung up.");
            filled += read;
            if (whole == int.MaxValue)
                whole = WholeOf(_room.AsSpan(0, filled));
        }
        return whole;
    }

    private static int WholeOf(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf(HeadEnd);
        if (head < 0)
            return int.MaxValue;
        if (!answer.StartsWith("HTTP/1.1 200 "u8))
            throw new InvalidDataException($"The site answered: {Encoding.ASCII.GetString(answer[..answer.IndexOf((byte)'\r')])}");
        var length = answer[..head].IndexOf(Length);
        return length >= 0 && Utf8Parser.TryParse(answer[(length + Length.Length)..], out int bytes, out _)
            ? head + HeadEnd.Length + bytes
            : throw new InvalidDataException("The answer does not say its length.");
    }

    public void Dispose() => _socket.Dispose();
}
