namespace LaionGrid.Web.Coordinator;

/// <summary>Why something asked for was not done.</summary>
public sealed record Refusal
{
    public required RefusalKind Kind { get; init; }

    /// <summary>Stable, for programs.</summary>
    public required string Code { get; init; }

    /// <summary>For people: what happened, to what, and what to do.</summary>
    public required string Message { get; init; }

    /// <summary>The form's field at fault; empty when none is.</summary>
    public string Field { get; init; } = "";

    /// <summary>Zero when waiting will not help.</summary>
    public TimeSpan RetryAfter { get; init; }

    public int Status => Kind switch
    {
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        RefusalKind.NotAllowed => StatusCodes.Status403Forbidden,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.TooMany => StatusCodes.Status429TooManyRequests,
        RefusalKind.Busy => StatusCodes.Status503ServiceUnavailable,
        RefusalKind.Gone => StatusCodes.Status410Gone,
        RefusalKind.Failed => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status400BadRequest,
    };

    public static Refusal Invalid(string code, string field, string message) =>
        new() { Kind = RefusalKind.Invalid, Code = code, Field = field, Message = message };
}

/// <summary>What sort of refusal it is; decides the status.</summary>
public enum RefusalKind
{
    Invalid,
    NotFound,

    /// <summary>A key that is not known.</summary>
    Unauthenticated,
    NotAllowed,
    Conflict,
    TooMany,
    Busy,

    /// <summary>It was there and was taken down.</summary>
    Gone,

    /// <summary>A bug of ours.</summary>
    Failed,
}
