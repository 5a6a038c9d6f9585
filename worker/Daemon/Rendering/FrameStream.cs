using System.Buffers.Binary;
using System.Text.Json;

namespace LaionGrid.Worker.Rendering;

/// <summary>
/// Frames over a pair of pipes: two little-endian lengths, a JSON header, the body. Both lengths are capped before anything
/// is read. Any thread may write; one reads.
/// </summary>
internal sealed class FrameStream(Stream input, Stream output) : IDisposable
{
    public const int MaxHeaderBytes = 64 * 1024;
    public const int MaxBodyBytes = 64 * 1024 * 1024; // a picture and its trajectory: 13 MiB of it for 50 steps of 1024x1024

    private const int PrefixBytes = 8;

    private readonly SemaphoreSlim _writing = new(1);

    public async Task WriteAsync(Frame frame, CancellationToken cancellationToken)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(frame.Header);
        CheckLengths(header.Length, frame.Body.Length);
        var prefix = new byte[PrefixBytes];
        BinaryPrimitives.WriteInt32LittleEndian(prefix, header.Length);
        BinaryPrimitives.WriteInt32LittleEndian(prefix.AsSpan(4), frame.Body.Length);
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await output.WriteAsync(prefix, CancellationToken.None); // half a frame would spoil all that follow
            await output.WriteAsync(header, CancellationToken.None);
            await output.WriteAsync(frame.Body, CancellationToken.None);
            await output.FlushAsync(CancellationToken.None);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>The next frame; null when the other side has closed.</summary>
    /// <exception cref="InvalidDataException">It is no frame, is too large, or ends early.</exception>
    public async Task<Frame?> ReadAsync(CancellationToken cancellationToken)
    {
        var prefix = new byte[PrefixBytes];
        var read = await input.ReadAtLeastAsync(prefix, PrefixBytes, throwOnEndOfStream: false, cancellationToken);
        if (read == 0)
            return null;
        if (read < PrefixBytes)
            throw new InvalidDataException("A frame ended early.");
        var (headerBytes, bodyBytes) = (BinaryPrimitives.ReadInt32LittleEndian(prefix), BinaryPrimitives.ReadInt32LittleEndian(prefix.AsSpan(4)));
        CheckLengths(headerBytes, bodyBytes);
        var header = Parse(await ReadAsync(headerBytes, cancellationToken));
        return new(header, await ReadAsync(bodyBytes, cancellationToken));
    }

    public void Dispose() => _writing.Dispose();

    private async Task<byte[]> ReadAsync(int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        var read = await input.ReadAtLeastAsync(bytes, count, throwOnEndOfStream: false, cancellationToken);
        return read == count ? bytes : throw new InvalidDataException("A frame ended early.");
    }

    private static void CheckLengths(int header, int body)
    {
        if (header is < 1 or > MaxHeaderBytes || body is < 0 or > MaxBodyBytes)
            throw new InvalidDataException($"A frame of {header} and {body} bytes is not allowed: the most is {MaxHeaderBytes} and {MaxBodyBytes}.");
    }

    private static FrameHeader Parse(byte[] header)
    {
        try
        {
            return JsonSerializer.Deserialize<FrameHeader>(header) ?? throw new InvalidDataException("A frame has no header.");
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            throw new InvalidDataException("A frame's header cannot be read.", error);
        }
    }
}
