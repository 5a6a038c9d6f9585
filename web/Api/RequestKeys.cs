using System.Security.Cryptography;
using System.Text;
using LaionGrid.Web.Coordinator;
namespace LaionGrid.Web.Api;

/// <summary>
/// Finds the key under which a repeated post counts once. A program that cares sends Idempotency-Key. Some clients repeat a post by themselves when a connection is
/// lost, and say only that they do: those are told by what they sent, for a while.
/// </summary>
internal sealed class RequestKeys(TimeProvider time)
{
    private const string Header = "Idempotency-Key";
    private const string RetryHeader = "x-stainless-retry-count";
    private const int MostRemembered = 10_000;
    private const int MostHeaderLength = 255;

    /// <summary>Such a client waits ten minutes for an answer before it repeats.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(15);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string Key, DateTimeOffset At)> _posts = new(StringComparer.Ordinal);

    /// <param name="body">As it was sent.</param>
    /// <exception cref="RefusedException">The header is too long.</exception>
    public string Of(HttpRequest request, string body)
    {
        var caller = request.Headers.Authorization.ToString();
        if (request.Headers[Header].ToString() is { Length: > 0 } own)
            return own.Length <= MostHeaderLength ? Hash("key", caller, own) : throw new RefusedException(Refusal.Invalid("idempotency_key.too_long", "", $"The header {Header} has more than {MostHeaderLength} characters. Use a shorter one, such as a UUID."));
        return int.TryParse(request.Headers[RetryHeader].ToString(), out var repeats) ? OfRepeating(Hash("post", caller, body), repeats > 0) : NewKey();
    }

    /// <summary>The key of the request that this caller asked for under the Idempotency-Key that it shows now; empty when it shows none.</summary>
    public static string Shown(HttpRequest request) =>
        request.Headers[Header].ToString() is { Length: > 0 } own ? Hash("key", request.Headers.Authorization.ToString(), own) : "";

    private string OfRepeating(string post, bool isRepeat)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (isRepeat && _posts.TryGetValue(post, out var first) && now - first.At <= Remembered)
                return first.Key;
            Forget(now);
            return (_posts[post] = (NewKey(), now)).Key;
        }
    }

    // A full book forgets its oldest tenth at once, so that this is seldom.
    private void Forget(DateTimeOffset now)
    {
        if (_posts.Count < MostRemembered)
            return;
        var old = _posts.OrderBy(post => post.Value.At).Select(post => post.Key).Take(MostRemembered / 10).Union(_posts.Where(post => now - post.Value.At > Remembered).Select(post => post.Key)).ToList();
        old.ForEach(post => _posts.Remove(post));
    }

    private static string NewKey() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    // Bound to the caller's key: another's Idempotency-Key is another request.
    private static string Hash(params ReadOnlySpan<string> parts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));
}
