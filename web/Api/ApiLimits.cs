using System.Globalization;
using System.Threading.RateLimiting;
using LaionGrid.Web.Ask;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Api;

/// <summary>Bounds how often a program may ask: by its key, or by its address where it shows none. Every answer says what is left.</summary>
internal sealed class ApiLimits : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly VisitorMark _marks;
    private readonly PartitionedRateLimiter<HttpContext> _reads;
    private readonly PartitionedRateLimiter<HttpContext> _writes;

    public ApiLimits(VisitorMark marks)
    {
        _marks = marks;
        (_reads, _writes) = (Limiter(Reads), Limiter(Writes));
    }

    /// <summary>Bucket for what only looks: 300 at once, 30 more every ten seconds.</summary>
    public static ApiLimit Reads { get; } = new("read", 300, 30);

    /// <summary>Bucket for what asks or cancels: 20 at once, 5 more every ten seconds.</summary>
    public static ApiLimit Writes { get; } = new("write", 20, 5);

    public async ValueTask<object?> GuardAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next, ApiShape shape)
    {
        var context = invocation.HttpContext;
        var isRead = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        var (limiter, limit) = isRead ? (_reads, Reads) : (_writes, Writes);
        using var lease = limiter.AttemptAcquire(context);
        var left = limiter.GetStatistics(context)?.CurrentAvailablePermits ?? 0;
        context.Response.Headers["x-request-id"] = context.TraceIdentifier;
        context.Response.Headers["RateLimit-Policy"] = $"\"{limit.Name}\";q={Say(limit.Most)};w={Say((int)(Period.TotalSeconds * limit.Most / limit.EachPeriod))}";
        context.Response.Headers["RateLimit"] = $"\"{limit.Name}\";r={Say(left)};t={Units.WholeSeconds(Period)}";
        return lease.IsAcquired ? await next(invocation) : ApiRefusals.Answer(context, shape, TooMany);
    }

    public void Dispose()
    {
        _reads.Dispose();
        _writes.Dispose();
    }

    private PartitionedRateLimiter<HttpContext> Limiter(ApiLimit limit) => PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(
        WhoAsks(context), _ => new() { TokenLimit = limit.Most, TokensPerPeriod = limit.EachPeriod, ReplenishmentPeriod = Period, QueueLimit = 0, AutoReplenishment = true }));

    // A key that nobody knows is refused behind this; until then it is counted with its address, or made-up keys would each have a bucket of their own.
    private string WhoAsks(HttpContext context) => _marks.Of(context.Connection.RemoteIpAddress);

    private static string Say(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static Refusal TooMany { get; } = new()
    {
        Kind = RefusalKind.TooMany,
        Code = "rate.limited",
        Message = "This address has asked too often within a short time. Wait as long as Retry-After says, and look at the header RateLimit to ask no faster than it allows.",
        RetryAfter = Period,
    };
}

/// <param name="Most">At once.</param>
/// <param name="EachPeriod">Come back in every period.</param>
internal sealed record ApiLimit(string Name, int Most, int EachPeriod);
