using System.Buffers.Binary;

namespace LaionGrid.Coordinator.Leaderboards.Export;

/// <summary>What the statistics say of an account, a device or a team.</summary>
/// <param name="TotalMflop">Final, of all time.</param>
/// <param name="AverageMflop">A day, see <see cref="RecentAverage"/>.</param>
/// <param name="TeamId">Of an account: the team that it is in now.</param>
/// <param name="Members">Of a team: how many are in it now.</param>
internal sealed record StatsRow(Entrant Entrant, long TotalMflop, long AverageMflop, Guid? TeamId = null, int Members = 0)
{
    /// <summary>BOINC's ids are numbers: the last 62 bits of ours, which are drawn by chance.</summary>
    public static long NumberOf(Guid id) => (long)(BinaryPrimitives.ReadUInt64BigEndian(id.ToByteArray(bigEndian: true).AsSpan(8)) & (ulong.MaxValue >> 2));

    /// <summary>Unix seconds: an id begins with when it was made.</summary>
    public static long MadeAt(Guid id) => (long)(BinaryPrimitives.ReadUInt64BigEndian(id.ToByteArray(bigEndian: true)) >> 16) / 1000;
}

/// <summary>The grid in the statistics.</summary>
internal sealed record StatsTotals(DateTimeOffset At, int Users, int Hosts, int Teams, long TotalMflop);
