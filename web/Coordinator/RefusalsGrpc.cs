using Grpc.Core;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Coordinator;

/// <summary>Refusals from the wire, with fields in the form's spelling.</summary>
internal static class RefusalsGrpc
{
    private const string Trailer = "laiongrid-refusal-bin";

    /// <summary>The refusal that travelled with the status; null when the failure is no refusal.</summary>
    public static Refusal? Refusal(this RpcException error) =>
        error.Trailers.GetValueBytes(Trailer) is { } bytes ? Wire.Refusal.Parser.ParseFrom(bytes).ToView(error.StatusCode == StatusCode.Unauthenticated) : null;

    /// <param name="refusal">As it came.</param>
    /// <param name="isUnauthenticated">Whether nobody was known at all, which only the status tells.</param>
    public static Refusal ToView(this Wire.Refusal refusal, bool isUnauthenticated = false) => new()
    {
        Kind = isUnauthenticated ? RefusalKind.Unauthenticated : refusal.Kind.ToView(),
        Code = refusal.Code,
        Message = refusal.Message,
        Field = FormField(refusal.Field),
        RetryAfter = TimeSpan.FromMilliseconds(refusal.RetryAfterMs),
    };

    private static string FormField(string field) => field switch
    {
        "negative_prompt" => "negative",
        "bundle_id" => "bundle",
        _ => field,
    };

    private static RefusalKind ToView(this Wire.RefusalKind kind) => kind switch
    {
        Wire.RefusalKind.NotFound => RefusalKind.NotFound,
        Wire.RefusalKind.NotAllowed => RefusalKind.NotAllowed,
        Wire.RefusalKind.Conflict => RefusalKind.Conflict,
        Wire.RefusalKind.TooMany => RefusalKind.TooMany,
        Wire.RefusalKind.Busy => RefusalKind.Busy,
        Wire.RefusalKind.Gone => RefusalKind.Gone,
        _ => RefusalKind.Invalid,
    };
}
