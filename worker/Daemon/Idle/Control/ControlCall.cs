using System.Net.Sockets;

namespace LaionGrid.Worker.Idle.Control;

/// <summary>One command to the worker that runs on a folder.</summary>
internal static class ControlCall
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>How it is now; otherwise in one line why it was not reached.</summary>
    public static async Task<(StatusReport? Report, string Problem)> AskAsync(string folder, ControlRequest request, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using var late = new CancellationTokenSource(Patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(ControlLine.PathIn(folder)), either.Token);
            await ControlLine.WriteAsync(socket, request, either.Token);
            return await ControlLine.ReadAsync<StatusReport>(socket, either.Token) is { } report ? (report, "") : (null, $"The worker on {folder} did not answer; it may just be stopping. Try again.");
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AccessDenied)
        {
            return (null, $"The worker on {folder} belongs to another user. Ask as that user.");
        }
        catch (Exception error) when (error is SocketException or ArgumentException)
        {
            return (null, $"No worker runs on {folder}. Start one, or name its folder with --data.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"The worker on {folder} does not answer. Its log may say why; restart it if it goes on.");
        }
    }
}
