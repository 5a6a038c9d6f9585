using Grpc.Core;

namespace LaionGrid.Worker.Uplink;

/// <summary>What every call to the coordinator carries: a key when there is one, and a deadline.</summary>
internal sealed class CallsGrpc(WorkerKey key, UplinkOptions options, TimeProvider time)
{
    /// <summary>A plain call of the worker.</summary>
    public CallOptions Plain(CancellationToken cancellationToken) => With(key.Text, options.Deadline, cancellationToken);

    /// <summary>A call that is made once.</summary>
    public CallOptions Short(CancellationToken cancellationToken) => With(key.Text, options.ShortDeadline, cancellationToken);

    /// <summary>A call that brings this many bytes.</summary>
    public CallOptions Carrying(long bytes, CancellationToken cancellationToken) =>
        With(key.Text, options.Deadline + TimeSpan.FromSeconds((double)bytes / options.SlowestBytesPerSecond), cancellationToken);

    /// <summary>A call that lasts until one side ends it; keep-alive pings notice a dead connection.</summary>
    public CallOptions Lasting(CancellationToken cancellationToken) => new(HeadersOf(key.Text), cancellationToken: cancellationToken);

    /// <summary>A call with a key of the owner's, or with none when it is empty.</summary>
    public CallOptions As(string otherKey, CancellationToken cancellationToken) => With(otherKey, options.Deadline, cancellationToken);

    private CallOptions With(string text, TimeSpan deadline, CancellationToken cancellationToken) =>
        new(HeadersOf(text), time.GetUtcNow().UtcDateTime + deadline, cancellationToken);

    private static Metadata HeadersOf(string text) => text.Length == 0 ? [] : new() { { "authorization", $"Bearer {text}" } };
}
