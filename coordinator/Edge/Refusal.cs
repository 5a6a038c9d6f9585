namespace LaionGrid.Coordinator.Edge;

/// <summary>What sort of refusal it is; decides the gRPC status (see <see cref="RefusalsGrpc"/>).</summary>
internal enum RefusalKind
{
    /// <summary>The message itself can never be right.</summary>
    Invalid,

    /// <summary>There is no such thing.</summary>
    NotFound,

    /// <summary>No key or a wrong key.</summary>
    Unauthenticated,

    /// <summary>A key without this right.</summary>
    NotAllowed,

    /// <summary>Right in itself, but the state has moved on.</summary>
    Conflict,

    /// <summary>The caller is over a limit of its own.</summary>
    TooMany,

    /// <summary>The coordinator cannot take it now.</summary>
    Busy,

    /// <summary>It was there and was taken down.</summary>
    Gone,
}

/// <summary>Why a call was refused: a stable code for programs and a sentence for people that says what to do.</summary>
/// <param name="Field">The request field at fault in proto spelling; empty when none is.</param>
/// <param name="RetryAfter">Zero when trying again will not help.</param>
internal sealed record Refusal(RefusalKind Kind, string Code, string Message, string Field = "", TimeSpan RetryAfter = default)
{
    public static Refusal Invalid(string code, string field, string message) => new(RefusalKind.Invalid, code, message, field);

    public static Refusal NotFound(string code, string message) => new(RefusalKind.NotFound, code, message);

    public static Refusal Conflict(string code, string message) => new(RefusalKind.Conflict, code, message);

    public static Refusal Busy(string code, string message, TimeSpan retryAfter) => new(RefusalKind.Busy, code, message, RetryAfter: retryAfter);
}
