using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace LaionGrid.Web.People.Storage;

/// <summary>Stores an instant as Unix microseconds: comparable and equal on both databases, unlike their own types.</summary>
internal sealed class InstantConverter() : ValueConverter<DateTimeOffset, long>(instant => Instants.ToMicroseconds(instant), value => Instants.FromMicroseconds(value));

/// <summary>Instants as Unix microseconds, UTC.</summary>
internal static class Instants
{
    public static long ToMicroseconds(this DateTimeOffset instant) => (instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset FromMicroseconds(long value) => DateTimeOffset.UnixEpoch.AddTicks(value * TimeSpan.TicksPerMicrosecond);
}
