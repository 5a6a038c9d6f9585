using System.Net.Sockets;
using Grpc.Core;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Worker.Uplink;

/// <summary>Tells a call that was refused from one that only went astray.</summary>
internal static class FaultsGrpc
{
    private const string Trailer = "laiongrid-refusal-bin";
    private const string UnknownName = "Its name is not known here. Check the address for typing errors, and this machine's network.";
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

    /// <summary>Why a call went astray, and what to do, in sentences for the owner.</summary>
    public static string Describe(Exception? error) => error switch
    {
        RpcException { Status.DebugException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } } => UnknownName,
        RpcException { Status.DebugException: SocketException unheard } => Unanswered(unheard),
        RpcException { Status.DebugException: HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } broken } => Describe(broken),
        RpcException { StatusCode: StatusCode.DeadlineExceeded } or OperationCanceledException => "It is too slow to answer. Check this machine's network, and that nothing blocks the way.",
        RpcException { StatusCode: StatusCode.Unimplemented } => "What answers there is no coordinator, or one of another version. Give the coordinator's address, not the site's.",
        RpcException refused => refused.ToRefusal().Message.TrimEnd('.') + ".",
        _ => $"{error?.Message.TrimEnd('.')}.",
    };

    private static string Describe(HttpRequestException error) => error.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => UnknownName,
        HttpRequestError.ConnectionError => Unanswered(error),
        HttpRequestError.SecureConnectionError => $"It does not prove that it is who it says ({Innermost(error)}). Check that its port speaks https, and this machine's clock; else whoever runs the grid has to mend its certificate.",
        HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.ResponseEnded => "What answers there does not speak as a coordinator does. Check the address, its port, and whether it wants http or https.",
        _ => $"{error.Message.TrimEnd('.')}.",
    };

    private static string Unanswered(Exception error) => $"Nothing answers at its address ({Innermost(error)}). Check the address and its port, this machine's network, and that the grid runs.";

    private static string Innermost(Exception error) => error.GetBaseException().Message.TrimEnd('.');
}
