using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Jobs.Intake;

/// <summary>What one requester has of the grid, when more is asked for.</summary>
/// <param name="Waiting">Pictures of theirs in line.</param>
/// <param name="Asked">Pictures asked for now.</param>
/// <param name="UntilAllowed">Until the day's pictures hold so many; zero when they do now, MaxValue when they never do.</param>
internal readonly record struct AskedSoFar(int Waiting, int Asked, TimeSpan UntilAllowed);

/// <summary>Whether one requester may ask for so much, and what to do instead. Pure.</summary>
internal static class AskBoundsPolicy
{
    public static RateClass ClassOf(Caller caller) => caller switch
    {
        { Role: KeyRole.Operator } => RateClass.Operator,
        { IsAnonymous: true } => RateClass.Anonymous,
        { Rank: Rank.Trusted } => RateClass.Trusted,
        _ => RateClass.New,
    };

    /// <param name="untilServed">How long until enough of what waits is likely rendered.</param>
    /// <returns>Null when it may be asked for.</returns>
    public static Refusal? Check(RateClass of, AskBounds bounds, AskedSoFar so, TimeSpan untilServed)
    {
        if (bounds.Waiting > 0 && so.Waiting + so.Asked > bounds.Waiting)
            return new(RefusalKind.TooMany, "requests.too_many_waiting", WaitingMessage(bounds.Waiting, so), "count", untilServed);
        if (bounds.PerDay > 0 && so.UntilAllowed > TimeSpan.Zero)
            return so.UntilAllowed == TimeSpan.MaxValue
                ? new(RefusalKind.TooMany, "requests.too_many_today", $"These are {so.Asked} pictures, and {bounds.PerDay} a day may be asked for. Ask for fewer. {Remedy(of)}", "count")
                : new(RefusalKind.TooMany, "requests.too_many_today", $"You have asked for the {bounds.PerDay} pictures of a day, so nothing was queued. {Several(so.Asked)} can be asked for in {Words(so.UntilAllowed)}. {Remedy(of)}".TrimEnd(), "count", so.UntilAllowed);
        return null;
    }

    private static string WaitingMessage(int bound, AskedSoFar so) => so.Asked > bound
        ? $"These are {so.Asked} pictures, and {bound} of one person may wait at once. Ask for fewer."
        : $"{so.Waiting} of your pictures wait in line, and {bound} may, so nothing was queued. Wait until some are rendered, cancel some, or ask for fewer.";

    private static string Remedy(RateClass of) => of switch
    {
        RateClass.Anonymous => "With an account it is more.",
        RateClass.New => "An account that has given the grid something, such as a GPU's idle hours, has more.",
        _ => "",
    };

    private static string Several(int pictures) => pictures == 1 ? "Another" : $"Another {pictures}";

    private static string Words(TimeSpan wait) => wait.TotalSeconds < 90
        ? $"{Math.Ceiling(wait.TotalSeconds):0} seconds"
        : wait.TotalMinutes < 90 ? $"{Math.Ceiling(wait.TotalMinutes):0} minutes" : $"{Math.Ceiling(wait.TotalHours):0} hours";
}
