using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LaionGrid.TestKit;

/// <summary>
/// A web server with one file, over a real socket, that breaks connections at drawn places of all that it sends and may spoil one byte on the way. Half of the breaks drop what
/// is still on its way, as a lost line does; the others end the connection early.
/// </summary>
public sealed class CuttingServer : IAsyncDisposable
{
    private const int PieceBytes = 32 * 1024;

    private readonly byte[] _content;
    private readonly Random _random;
    private readonly Queue<long> _cuts;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _answers = [];
    private readonly Lock _lock = new();
    private readonly Task _accepting;
    private long _flipAt;

    /// <param name="flipAt">Which byte of all that is sent is spoilt; negative for none.</param>
    public CuttingServer(byte[] content, int seed, int cuts, long flipAt = -1)
    {
        (_content, _random, _flipAt) = (content, new Random(seed), flipAt);
        _cuts = new(Enumerable.Range(0, cuts).Select(_ => _random.NextInt64(content.Length)).Order());
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"http://{_listener.LocalEndpoint}/";

    /// <summary>Bytes of the file that were handed to connections, whether they arrived or not.</summary>
    public long Sent { get; private set; }

    public int CutsLeft
    {
        get
        {
            lock (_lock)
                return _cuts.Count;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_answers);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _answers.Add(AnswerAsync(await _listener.AcceptSocketAsync(_stopping.Token)));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It is stopping.
        }
    }

    private async Task AnswerAsync(Socket socket)
    {
        using var closing = socket;
        socket.SendBufferSize = PieceBytes;
        try
        {
            var (from, to) = await ReadRangeAsync(socket);
            var head = $"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {from}-{to}/{_content.Length}\r\nContent-Length: {to - from + 1}\r\nConnection: close\r\n\r\n";
            await socket.SendAsync(Encoding.ASCII.GetBytes(head), _stopping.Token);
            while (from <= to)
            {
                var (piece, isCut) = Take(from, to);
                await socket.SendAsync(piece, _stopping.Token);
                from += piece.Length;
                if (!isCut)
                    continue;
                if (DrawHard())
                    socket.LingerState = new LingerOption(true, 0);
                return;
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            // The other side has gone, or this one is stopping.
        }
    }

    private async Task<(long From, long To)> ReadRangeAsync(Socket socket)
    {
        var (request, buffer) = (new StringBuilder(), new byte[4096]);
        while (!request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await socket.ReceiveAsync(buffer, _stopping.Token);
            if (read == 0)
                throw new SocketException((int)SocketError.ConnectionReset);
            request.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }
        var range = request.ToString().Split("\r\n").First(line => line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))["Range: bytes=".Length..].Split('-');
        return (long.Parse(range[0], CultureInfo.InvariantCulture), long.Parse(range[1], CultureInfo.InvariantCulture));
    }

    private bool DrawHard()
    {
        lock (_lock)
            return _random.Next(2) == 0;
    }

    /// <summary>The next piece of a run, no longer than to the next cut.</summary>
    private (ReadOnlyMemory<byte> Piece, bool IsCut) Take(long from, long to)
    {
        lock (_lock)
        {
            var length = Math.Min(PieceBytes, to - from + 1);
            var isCut = _cuts.TryPeek(out var cut) && cut - Sent < length;
            if (isCut)
                length = Math.Max(0, _cuts.Dequeue() - Sent);
            var piece = _content.AsSpan((int)from, (int)length).ToArray();
            if (_flipAt >= Sent && _flipAt < Sent + length)
                piece[(int)(_flipAt - Sent)] ^= 1;
            Sent += length;
            return (piece, isCut);
        }
    }
}
