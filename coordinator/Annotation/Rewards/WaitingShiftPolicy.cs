namespace LaionGrid.Coordinator.Annotation.Rewards;

/// <summary>
/// How far a waiting picture comes forward for an answer: by as much of its own price as the answer is of a picture's ten points, so that five quick ones are worth a whole picture's wait. It is the
/// order that moves and never the share: where its requester's next picture starts stays as it was. Pure.
/// </summary>
internal static class WaitingShiftPolicy
{
    private const int PicturePoints = 10;
    private const double Furthest = 0.9; // of its price, all answers together

    /// <summary>The new start tag; the old one when it has come as far as it may.</summary>
    /// <param name="finish">Its finish tag, which never moves and so remembers where it began.</param>
    /// <param name="price">What it counts in the queue.</param>
    public static long Moved(long start, long finish, long price, int points)
    {
        var floor = finish - price - (long)(Furthest * price); // for a requester of weight 1; others began nearer to their finish, and may come a little further
        return Math.Min(start, Math.Max(start - (price * points / PicturePoints), floor));
    }
}
