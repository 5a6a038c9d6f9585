namespace LaionGrid.Coordinator.Moderation.Prompts;

/// <summary>How often one was refused lately, and until when nothing is taken from it.</summary>
internal readonly record struct Probing(int Count, DateTimeOffset LastAt, DateTimeOffset Until);

/// <summary>Growing time-outs for those who try how far they can go. Pure.</summary>
internal static class TimeoutPolicy
{
    public static readonly TimeSpan First = TimeSpan.FromMinutes(1);

    /// <summary>For each of these without a refused prompt one is forgotten.</summary>
    public static readonly TimeSpan Forgets = TimeSpan.FromHours(1);

    private const int MaxDoublings = 30;

    /// <summary>Refusals that still count.</summary>
    public static int Counted(Probing before, DateTimeOffset now)
    {
        var quietSince = before.Until > before.LastAt ? before.Until : before.LastAt;
        return now <= quietSince ? before.Count : (int)Math.Max(0, before.Count - Math.Floor((now - quietSince) / Forgets));
    }

    /// <summary>After one more refused prompt.</summary>
    public static Probing Refused(Probing before, DateTimeOffset now, int free, TimeSpan longest)
    {
        var count = Math.Min(Counted(before, now) + 1, free + MaxDoublings);
        var timeout = count <= free ? TimeSpan.Zero : First * Math.Pow(2, count - free - 1);
        return new(count, now, now + (timeout < longest ? timeout : longest));
    }
}
