using Google.Protobuf;
using Grpc.Core;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Coordinator.Edge;

/// <summary>The one table from refusals to gRPC statuses, and the trailer that carries the whole refusal.</summary>
internal static class RefusalsGrpc
{
    public const string Trailer = "laiongrid-refusal-bin";

    public static RpcException ToRpc(this Refusal refusal) =>
        new(new Status(Row(refusal.Kind).Status, refusal.Message), new Metadata { { Trailer, refusal.ToWire().ToByteArray() } });

    public static Wire.Refusal ToWire(this Refusal refusal) => new()
    {
        Kind = Row(refusal.Kind).Kind,
        Code = refusal.Code,
        Message = refusal.Message,
        Field = refusal.Field,
        RetryAfterMs = (long)refusal.RetryAfter.TotalMilliseconds,
    };

    /// <summary>The refusal that this failure carries; null when it is none.</summary>
    public static Wire.Refusal? Refusal(this RpcException error) => error.Trailers.GetValueBytes(Trailer) is { } bytes ? Wire.Refusal.Parser.ParseFrom(bytes) : null;

    private static (StatusCode Status, Wire.RefusalKind Kind) Row(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => (StatusCode.InvalidArgument, Wire.RefusalKind.Invalid),
        RefusalKind.NotFound => (StatusCode.NotFound, Wire.RefusalKind.NotFound),
        RefusalKind.Unauthenticated => (StatusCode.Unauthenticated, Wire.RefusalKind.NotAllowed),
        RefusalKind.NotAllowed => (StatusCode.PermissionDenied, Wire.RefusalKind.NotAllowed),
        RefusalKind.Conflict => (StatusCode.FailedPrecondition, Wire.RefusalKind.Conflict),
        RefusalKind.TooMany => (StatusCode.ResourceExhausted, Wire.RefusalKind.TooMany),
        RefusalKind.Gone => (StatusCode.NotFound, Wire.RefusalKind.Gone),
        RefusalKind.Busy => (StatusCode.Unavailable, Wire.RefusalKind.Busy),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A refusal kind without a row."),
    };
}
