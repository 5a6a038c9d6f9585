using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Accounts.Linking;

/// <summary>What can be said against a code.</summary>
internal static class LinkRefusals
{
    public static Refusal TooManyOfNetwork { get; } = TooMany("Too many machines of this network have asked for a code. Wait ten minutes, or give the machine a key instead.");

    public static Refusal TooManyInAll { get; } = TooMany("Too many machines wait to be confirmed. Wait ten minutes, or give the machine a key instead.");

    public static Refusal TooManyWrong { get; } = TooMany("Ten codes were wrong. Wait ten minutes, look at the machine's screen, and type what it shows then.");

    public static Refusal Unknown { get; } = Refusal.NotFound("link.unknown", "No machine waits with this code now. It is good for ten minutes and one use: look at the machine's screen, or let it show a new one.");

    private static Refusal TooMany(string message) => new(RefusalKind.TooMany, "link.too_many", message, RetryAfter: Link.Lasts);
}
