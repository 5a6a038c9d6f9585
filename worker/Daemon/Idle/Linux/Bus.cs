using Tmds.DBus.Protocol;

namespace LaionGrid.Worker.Idle.Linux;

/// <summary>
/// One D-Bus over its library. Connects when it is first asked, and after it was lost at most every half minute anew. It never has a
/// service started: one that does not run has nothing to tell.
/// </summary>
/// <param name="address">Null when this machine or session has no such bus.</param>
internal sealed class Bus(string? address, TimeProvider time) : IBus, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    private DBusConnection? _connection;
    private long? _failed;

    public async ValueTask<object?> GetAsync(BusProperty property, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(connection => connection.CallMethodAsync(Question(connection, property), static (message, _) => message.GetBodyReader().ReadVariantValue()), cancellationToken);
        return answer?.Type switch
        {
            VariantValueType.Bool => answer.Value.GetBool(),
            VariantValueType.UInt32 => answer.Value.GetUInt32(),
            VariantValueType.UInt64 => answer.Value.GetUInt64(),
            VariantValueType.String => answer.Value.GetString(),
            _ => null,
        };
    }

    public async ValueTask<ulong?> CallAsync(BusProperty method, CancellationToken cancellationToken) =>
        await AskAsync(connection => connection.CallMethodAsync(Call(connection, method), static (message, _) => message.GetBodyReader().ReadUInt64()), cancellationToken);

    public void Dispose() => Drop();

    private async ValueTask<T?> AskAsync<T>(Func<DBusConnection, Task<T>> ask, CancellationToken cancellationToken) where T : struct
    {
        if (address is null || (_failed is { } failed && time.GetElapsedTime(failed) < Rest))
            return null;
        try
        {
            return await ask(await ConnectAsync(cancellationToken)).WaitAsync(Patience, time, cancellationToken);
        }
        catch (DBusErrorReplyException)
        {
            return null; // there is no such service or property
        }
        catch (Exception error) when (error is DBusConnectionException or TimeoutException or InvalidOperationException)
        {
            Drop();
            _failed = time.GetTimestamp();
            return null;
        }
    }

    private async Task<DBusConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_connection is not null)
            return _connection;
        _connection = new DBusConnection(address!); // the caller looked
        await _connection.ConnectAsync().AsTask().WaitAsync(Patience, time, cancellationToken);
        return _connection;
    }

    private void Drop()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private static MessageBuffer Question(DBusConnection connection, BusProperty property)
    {
        using var writer = connection.GetMessageWriter();
        writer.WriteMethodCallHeader(property.Service, property.Path, "org.freedesktop.DBus.Properties", "Get", "ss", MessageFlags.NoAutoStart);
        writer.WriteString(property.Interface);
        writer.WriteString(property.Name);
        return writer.CreateMessage();
    }

    private static MessageBuffer Call(DBusConnection connection, BusProperty method)
    {
        using var writer = connection.GetMessageWriter();
        writer.WriteMethodCallHeader(method.Service, method.Path, method.Interface, method.Name, null, MessageFlags.NoAutoStart);
        return writer.CreateMessage();
    }
}
