using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Npgsql;

namespace LaionGrid.Coordinator.Storage;

/// <summary>
/// Hints between the coordinators of one PostgreSQL database, by LISTEN and NOTIFY. What is true stands in the tables; a hint that
/// is lost costs time, never work. With SQLite there is one coordinator, and nobody to tell.
/// </summary>
internal sealed partial class ReplicaBus(IOptions<StorageOptions> storage, TimeProvider time, ILogger<ReplicaBus> logger) : BackgroundService
{
    private const string Channel = "laiongrid";
    private const int MaxPayloadBytes = 7500; // PostgreSQL takes fewer than 8,000
    private const int MaxWaiting = 20_000;
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>This coordinator's name among the others, until it restarts.</summary>
    public string Self { get; } = Guid.CreateVersion7(time.GetUtcNow()).ToString("N")[^8..];
    private readonly Channel<string> _outgoing = System.Threading.Channels.Channel.CreateBounded<string>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest }); // the newest hints are worth most

    /// <summary>A line that another coordinator sent.</summary>
    public event Action<string>? Heard;

    /// <summary>Hints may have been missed: whoever relies on them looks for itself.</summary>
    public event Action? Missed;

    /// <summary>Whether there may be other coordinators.</summary>
    public bool IsShared { get; } = storage.Value.IsPostgres;

    /// <summary>Tells the others, soon. A line is short and has no line break.</summary>
    public void Send(string line)
    {
        if (IsShared)
            _outgoing.Writer.TryWrite(line);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        IsShared ? Task.WhenAll(KeepAsync(ListenAsync, stoppingToken), KeepAsync(SpeakAsync, stoppingToken)) : Task.CompletedTask;

    private async Task KeepAsync(Func<NpgsqlConnection, CancellationToken, Task> talk, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(storage.Value.ConnectionString) { Pooling = false, KeepAlive = 30 }.ToString());
                await connection.OpenAsync(stoppingToken);
                await talk(connection, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (error is NpgsqlException or IOException or TimeoutException)
            {
                LogBroken(error.Message);
                await Task.Delay(PauseAfterFailure, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(NpgsqlConnection connection, CancellationToken stoppingToken)
    {
        connection.Notification += (_, notice) => Hear(notice.Payload);
        await using (var listen = new NpgsqlCommand($"LISTEN {Channel}", connection))
            await listen.ExecuteNonQueryAsync(stoppingToken);
        Missed?.Invoke(); // while nobody listened
        while (true)
            await connection.WaitAsync(stoppingToken);
    }

    private async Task SpeakAsync(NpgsqlConnection connection, CancellationToken stoppingToken)
    {
        await using var notify = new NpgsqlCommand($"SELECT pg_notify('{Channel}', $1)", connection);
        var payload = notify.Parameters.Add(new NpgsqlParameter<string>());
        while (await _outgoing.Reader.WaitToReadAsync(stoppingToken))
        {
            payload.Value = Gather();
            await notify.ExecuteNonQueryAsync(stoppingToken);
        }
    }

    private string Gather()
    {
        var text = new StringBuilder(Self);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (text.Length < MaxPayloadBytes && _outgoing.Reader.TryPeek(out var next) && text.Length + next.Length < MaxPayloadBytes && _outgoing.Reader.TryRead(out var line))
        {
            if (seen.Add(line))
                text.Append('\n').Append(line);
        }
        return text.ToString();
    }

    private void Hear(string payload)
    {
        var lines = payload.Split('\n');
        if (lines[0] == Self)
            return;
        foreach (var line in lines.AsSpan(1))
            Heard?.Invoke(line);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The line to the other coordinators broke and is opened again: {Reason}")]
    private partial void LogBroken(string reason);
}
