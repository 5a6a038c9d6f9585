using System.Net;
using System.Net.Sockets;
using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Idle.Control;
using LaionGrid.Worker.Page.Views;
using Microsoft.AspNetCore.Builder;

namespace LaionGrid.Worker.Page;

/// <summary>
/// Serves the control page to this machine alone. Before its owner asks for it there is no port and no web server in memory, unless they want it from the start.
/// </summary>
/// <param name="port">The wanted one; the next that is free is taken.</param>
internal sealed partial class PageServer(bool fromStart, int port, DataFolder folder, IOwnerDesk desk, TimeProvider time, ILogger<PageServer> logger)
    : IHostedService, IPageDoor, IDisposable
{
    private const int Tries = 10;

    private readonly SemaphoreSlim _one = new(1, 1);
    private Served? _served;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (fromStart && await OpenAsync(cancellationToken) is { Problem: { } problem })
            LogNotServed(problem);
    }

    public async Task<PageAnswer> OpenAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var served = _served ??= await ServeAsync(cancellationToken);
            return new($"http://127.0.0.1:{served.Port}{PageApp.OpenPath}?ticket={served.Tickets.Draw()}", null);
        }
        catch (Exception error) when (error is IOException or SocketException or UnauthorizedAccessException)
        {
            return new(null, $"The page cannot be served: {error.Message} Another --page-port may help.");
        }
        finally
        {
            _one.Release();
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _served, null) is not { App: var app })
            return;
        await app.StopAsync(cancellationToken);
        await app.DisposeAsync();
    }

    public void Dispose() => _one.Dispose();

    private async Task<Served> ServeAsync(CancellationToken cancellationToken)
    {
        var socket = Bind(port);
        var bound = ((IPEndPoint)socket.LocalEndPoint!).Port; // it is bound
        var (key, view) = (new PageKey(folder), new PageView(desk, time));
        var tickets = new Tickets(key, time);
        var app = new PageApp(desk, view, new(view), tickets, new(key, bound)).Build(socket);
        await app.StartAsync(cancellationToken);
        LogServed(bound);
        return new(app, tickets, bound);
    }

    /// <summary>The last try takes any port there is.</summary>
    private static Socket Bind(int wanted)
    {
        for (var tries = 0; ; tries++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, tries < Tries && wanted + tries <= IPEndPoint.MaxPort ? wanted + tries : 0));
                socket.Listen(); // two may be bound to one port, but only one listens
                return socket;
            }
            catch (SocketException) when (tries < Tries)
            {
                socket.Dispose();
            }
        }
    }

    private sealed record Served(WebApplication App, Tickets Tickets, int Port);

    [LoggerMessage(Level = LogLevel.Information, Message = "The control page is served at http://127.0.0.1:{Port}, to this machine alone; \"laiongrid-worker page\" shows the link.")]
    private partial void LogServed(int port);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
    private partial void LogNotServed(string problem);
}
