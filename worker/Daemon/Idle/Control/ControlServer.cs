using System.Net.Sockets;
using LaionGrid.Worker.Identity;

namespace LaionGrid.Worker.Idle.Control;

/// <summary>Hears the owner's commands, one after the other. A caller that says nothing is not waited for long.</summary>
internal sealed partial class ControlServer(DataFolder folder, Gates gates, TimeProvider time, ILogger<ControlServer> logger) : BackgroundService
{
    private const int MostWaiting = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var path = ControlLine.PathIn(folder.Path);
        try
        {
            using var listener = Listen(path);
            while (true)
                await AnswerAsync(listener, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            LogDeaf(path, error.Message);
        }
    }

    /// <summary>What lies there is a dead worker's: the folder is held by this one alone.</summary>
    private static Socket Listen(string path)
    {
        File.Delete(path);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite); // before anybody can be let in
        listener.Listen(MostWaiting);
        return listener;
    }

    private async Task AnswerAsync(Socket listener, CancellationToken stoppingToken)
    {
        using var caller = await listener.AcceptAsync(stoppingToken);
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stoppingToken);
        try
        {
            if (await ControlLine.ReadAsync<ControlRequest>(caller, either.Token) is not { } request)
                return;
            if (request.Wish is { } wish)
                gates.Ask(wish, request.Device);
            await ControlLine.WriteAsync(caller, StatusReport.Of(gates), either.Token);
        }
        catch (Exception error) when (error is SocketException or IOException or OperationCanceledException && !stoppingToken.IsCancellationRequested)
        {
            LogUnanswered(error.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Commands such as pause cannot be heard: {Path}: {Reason} A shorter --data may help.")]
    private partial void LogDeaf(string path, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A command was not answered: {Reason}")]
    private partial void LogUnanswered(string reason);
}
