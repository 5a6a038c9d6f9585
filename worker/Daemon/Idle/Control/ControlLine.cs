using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LaionGrid.Worker.Idle.Control;

/// <summary>One message a line, as JSON, on a socket in the worker's own folder. Who can open it is the owner.</summary>
internal static class ControlLine
{
    private const string Name = "control.sock";
    private const int FirstBytes = 4 * 1024;
    private const int MostBytes = 1024 * 1024;

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public static string PathIn(string folder) => Path.Combine(folder, Name);

    public static async Task WriteAsync<T>(Socket socket, T message, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> rest = (byte[])[.. JsonSerializer.SerializeToUtf8Bytes(message, Json), (byte)'\n'];
        while (!rest.IsEmpty)
            rest = rest[await socket.SendAsync(rest, cancellationToken)..];
    }

    /// <summary>Null when what came is no such message.</summary>
    public static async Task<T?> ReadAsync<T>(Socket socket, CancellationToken cancellationToken) where T : class
    {
        var (buffer, length, ended) = (new byte[FirstBytes], 0, false);
        while (!ended && length < MostBytes && await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var read)
        {
            ended = buffer.AsSpan(length, read).Contains((byte)'\n');
            length += read;
            if (length == buffer.Length)
                Array.Resize(ref buffer, 2 * length);
        }
        try
        {
            return JsonSerializer.Deserialize<T>(buffer.AsSpan(0, length), Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
