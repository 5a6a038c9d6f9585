using System.Net.Sockets;
using LaionGrid.Worker.Identity;

namespace LaionGrid.Worker.Idle.Control;

/// <summary>Hears the owner's commands, one after the other. A caller that says nothing is not waited for long.</summary>
internal sealed partial class ControlServer(DataFolder folder, IOwnerDesk desk, IPageDoor door, TimeProvider time, ILogger<ControlServer> logger) : BackgroundService
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
            TryDelete(path);
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
        try
        {
            if (await PatientlyAsync(token => ControlLine.ReadAsync<ControlRequest>(caller, token), stoppingToken) is not { } request)
                return;
            if (request.Wish is { } wish)
                desk.Ask(wish, request.Device);
            var page = request.OpensPage ? await door.OpenAsync(stoppingToken) : null;
            var report = desk.Now() with { Page = page };
            await PatientlyAsync(async token =>
            {
                await ControlLine.WriteAsync(caller, report, token);
                return report;
            }, stoppingToken);
        }
#pragma warning disable CA1031 // A loop's edge: whatever failed, the next command is heard, and the log has it.
        catch (Exception error) when (error is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogUnanswered(error.Message);
        }
    }

    private void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogNotDeleted(path, error.Message);
        }
    }

    private async Task<T> PatientlyAsync<T>(Func<CancellationToken, Task<T>> talk, CancellationToken stoppingToken)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stoppingToken);
        return await talk(either.Token);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Commands such as pause cannot be heard: {Path}: {Reason} A shorter --data may help.")]
    private partial void LogDeaf(string path, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path} could not be deleted: {Reason} The next start does it.")]
    private partial void LogNotDeleted(string path, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A command was not answered: {Reason}")]
    private partial void LogUnanswered(string reason);
}
