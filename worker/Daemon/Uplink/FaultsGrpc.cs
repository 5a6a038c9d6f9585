using Grpc.Core;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Worker.Uplink;

/// <summary>Tells a call that was refused from one that only went astray.</summary>
internal static class FaultsGrpc
{
    private const string Trailer = "laiongrid-refusal-bin";
    private const int MaxInternal = 5;
    private const int MaxRetryAfterMs = 600_000; // whoever asks for more is asked again anyway

    /// <summary>Whether the same call may succeed later.</summary>
    /// <param name="repeats">How often it was repeated already: a coordinator that keeps failing at this one call is not waited for.</param>
    public static bool IsTransient(Exception error, int repeats, CancellationToken cancellationToken) => error switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested, // the deadline, not the caller
        RpcException { StatusCode: StatusCode.Unavailable or StatusCode.DeadlineExceeded } => true,
        RpcException { StatusCode: StatusCode.ResourceExhausted } limited => limited.ToRefusal().RetryAfter > TimeSpan.Zero,
        RpcException { StatusCode: StatusCode.Cancelled } => !cancellationToken.IsCancellationRequested, // the coordinator is stopping
        RpcException { Status.DebugException: IOException or HttpRequestException } => true,
        RpcException { StatusCode: StatusCode.Internal } => repeats < MaxInternal,
        _ => false,
    };

    /// <summary>The refusal that travelled with the status; a status without one is its own code.</summary>
    public static Refusal ToRefusal(this RpcException error)
    {
        if (error.Trailers.GetValueBytes(Trailer) is not { } bytes)
            return new($"grpc.{error.StatusCode}", error.Status.Detail);
        var wire = Wire.Refusal.Parser.ParseFrom(bytes);
        return new(wire.Code, wire.Message, TimeSpan.FromMilliseconds(Math.Clamp(wire.RetryAfterMs, 0, MaxRetryAfterMs)));
    }
}
