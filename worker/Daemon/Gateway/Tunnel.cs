using System.Net.Sockets;
using LaionGrid.Worker.Site;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LaionGrid.Worker.Gateway;

/// <summary>Passes a node's connection on to the coordinator, byte by byte. What is said over it, TLS between the two included, is theirs; where it leads, nobody but the operator decides.</summary>
internal sealed partial class Tunnel(Uri coordinator, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<Tunnel> logger)
{
    private const int PieceBytes = 32 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task RunAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } upgrade || context.Request.Headers.Upgrade != SiteLink.Protocol)
        {
            await GatewayAnswer.SayAsync(context, StatusCodes.Status426UpgradeRequired, "This is where workers reach the grid.");
            return;
        }
        using var upstream = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (await ConnectAsync(upstream, context.RequestAborted) is { } problem)
        {
            LogNotReached(problem);
            await GatewayAnswer.SayAsync(context, StatusCodes.Status502BadGateway, $"The gateway does not reach {coordinator}: {problem}");
            return;
        }
        context.Response.Headers.Upgrade = SiteLink.Protocol;
        await using var down = await upgrade.UpgradeAsync();
        await using var up = new NetworkStream(upstream);
        await PassAsync(down, up, context.RequestAborted);
    }

    /// <summary>Null when it is connected; otherwise why not.</summary>
    private async Task<string?> ConnectAsync(Socket upstream, CancellationToken gone)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, gone);
        try
        {
            upstream.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            await upstream.ConnectAsync(coordinator.DnsSafeHost, coordinator.Port, either.Token);
            return null;
        }
        catch (SocketException error)
        {
            return error.Message;
        }
        catch (OperationCanceledException)
        {
            return "No answer.";
        }
    }

    /// <summary>Until either side ends: half a connection is of no use to HTTP/2.</summary>
    private async Task PassAsync(Stream down, Stream up, CancellationToken gone)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(gone, lifetime.ApplicationStopping);
        Task[] ways = [CopyAsync(down, up, ending.Token), CopyAsync(up, down, ending.Token)];
        await Task.WhenAny(ways);
        await ending.CancelAsync();
        await Task.WhenAll(ways);
    }

    private static async Task CopyAsync(Stream from, Stream to, CancellationToken ending)
    {
        try
        {
            await from.CopyToAsync(to, PieceBytes, ending);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The connection broke, or ends: both sides see it.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The coordinator is not reached: {Problem}")]
    private partial void LogNotReached(string problem);
}
