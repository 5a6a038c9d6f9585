using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace LaionGrid.Web.Tests.People;

/// <summary>A letter as the sink took it.</summary>
/// <param name="To">Recipients of the envelope, which is what a mail server goes by.</param>
/// <param name="Text">Head and body as they came over the wire.</param>
internal sealed record ReceivedLetter(IReadOnlyList<string> To, string Text)
{
    /// <summary>Path and query of the first link in it that holds this.</summary>
    public string Link(string part)
    {
        var plain = Text.Replace("=\r\n", "", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.OrdinalIgnoreCase);
        var word = plain.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).First(one => one.StartsWith("http", StringComparison.Ordinal) && one.Contains(part, StringComparison.Ordinal));
        return new Uri(word).PathAndQuery;
    }
}

/// <summary>A mail server that keeps what it gets.</summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<ReceivedLetter> _letters = Channel.CreateUnbounded<ReceivedLetter>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _serving;

    public SmtpSink()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Settings of a site that sends its letters here.</summary>
    public string[] Settings =>
        ["--Mail:Host", "127.0.0.1", "--Mail:Port", $"{((IPEndPoint)_listener.LocalEndpoint).Port}", "--Mail:Security", "None", "--Mail:From", "grid@example.org", "--Site:PublicAddress", "https://grid.example"];

    /// <summary>Every recipient that stood in an envelope's own line.</summary>
    public async Task<ReceivedLetter> TakeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await _letters.Reader.ReadAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
            await TalkAsync(client.GetStream());
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1);
        await using var writer = new StreamWriter(stream, new ASCIIEncoding()) { NewLine = "\r\n", AutoFlush = true };
        List<string> to = [];
        await writer.WriteLineAsync("220 sink");
        while (await reader.ReadLineAsync(_stopping.Token) is { } line)
        {
            if (line.StartsWith("RCPT TO:", StringComparison.OrdinalIgnoreCase))
                to.Add(line[8..].Trim('<', '>', ' '));
            if (line == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                var text = new StringBuilder();
                while (await reader.ReadLineAsync(_stopping.Token) is { } part && part != ".")
                    text.Append(part).Append("\r\n");
                _letters.Writer.TryWrite(new([.. to], text.ToString()));
                to = [];
            }
            await writer.WriteLineAsync(line.StartsWith("QUIT", StringComparison.OrdinalIgnoreCase) ? "221 bye" : "250 ok");
        }
    }
}
