using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LaionGrid.Coordinator.Moderation.Askers;

/// <summary>What moderators hold against one who asks for pictures.</summary>
internal sealed class AskerStanding
{
    /// <summary>See <see cref="KeyOf"/>.</summary>
    public required string Asker { get; init; }

    public required int Warnings { get; init; }

    /// <summary>Nothing is taken from it before; null when nothing stands against it.</summary>
    public DateTimeOffset? SuspendedUntil { get; init; }

    /// <summary>The moderator's words for the last act.</summary>
    public required string Why { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>An account is one asker, whomever it asks for; without one it is whom the queue is shared between.</summary>
    /// <param name="requester">See <see cref="FairShareKey"/>.</param>
    public static string KeyOf(AccountId account, string requester) => account == AccountId.Anonymous ? $"requester:{requester}" : $"account:{account}";
}

internal sealed class AskerStandingTable : IEntityTypeConfiguration<AskerStanding>
{
    public void Configure(EntityTypeBuilder<AskerStanding> builder)
    {
        builder.ToTable("asker_standings").HasKey(standing => standing.Asker);
        builder.HasIndex(standing => standing.SuspendedUntil).HasFilter("\"SuspendedUntil\" IS NOT NULL");
    }
}

internal static class AskerStandingTables
{
    extension(GridDb db)
    {
        public DbSet<AskerStanding> AskerStandings => db.Set<AskerStanding>();
    }
}
