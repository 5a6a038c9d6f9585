using LaionGrid.Worker.Uplink.Auditing;
using LaionGrid.Worker.Uplink.Joining;

namespace LaionGrid.Worker.Audit;

/// <summary>How far this machine was told its verdicts, and what they come to.</summary>
/// <param name="SeenAt">Of the last one told; with its lease, the place to go on from.</param>
/// <param name="Day">The day that <paramref name="Today"/> is about, in the owner's time.</param>
internal sealed record VerdictTotals(DateTimeOffset SeenAt, string SeenLease, DateOnly Day, VerdictCount Today, VerdictCount Total)
{
    /// <summary>The most verdicts that are kept one by one.</summary>
    public const int MostRecent = 100;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<ToldVerdict> Recent { get; init; } = [];

    /// <summary>Of the account that the machine earns for, as seen last; null before.</summary>
    public AccountStanding? Account { get; init; }

    /// <summary>Nothing told yet: what was decided earlier is left out.</summary>
    public static VerdictTotals From(DateTimeOffset since) => new(since, "", default, new(), new());

    /// <summary>Those of a machine's devices together; null when there are none.</summary>
    public static VerdictTotals? Of(IReadOnlyList<VerdictTotals> devices)
    {
        if (devices.Count <= 1)
            return devices is [var only] ? only : null;
        var (last, day) = (devices.MaxBy(one => one.SeenAt)!, devices.Max(one => one.Day)); // there are some
        return last with
        {
            Day = day,
            Today = devices.Where(one => one.Day == day).Aggregate(new VerdictCount(), (sum, one) => sum.With(one.Today)),
            Total = devices.Aggregate(new VerdictCount(), (sum, one) => sum.With(one.Total)),
            Recent = [.. devices.SelectMany(one => one.Recent).OrderBy(told => told.At).TakeLast(MostRecent)],
            Account = last.Account ?? devices.Select(one => one.Account).FirstOrDefault(account => account is not null),
        };
    }

    /// <summary>With one more, told on this day.</summary>
    public VerdictTotals With(ToldVerdict told, DateOnly today) => this with
    {
        SeenAt = told.At, SeenLease = told.LeaseId, Day = today, Today = (Day == today ? Today : new()).With(told), Total = Total.With(told),
        Recent = [.. Recent.TakeLast(MostRecent - 1), told],
    };
}

/// <param name="Mflop">Credited when it was told; what was taken back later is not taken off.</param>
/// <param name="Lost">Rejected or recalled.</param>
internal sealed record VerdictCount(int Accepted = 0, long Mflop = 0, int Lost = 0)
{
    public VerdictCount With(VerdictCount other) => new(Accepted + other.Accepted, Mflop + other.Mflop, Lost + other.Lost);

    public VerdictCount With(ToldVerdict told) => told.Verdict is PictureVerdict.Rejected or PictureVerdict.Recalled
        ? this with { Lost = Lost + 1 }
        : this with { Accepted = Accepted + 1, Mflop = Mflop + told.CreditMflop };
}
