using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LaionGrid.Coordinator.Moderation.Announcements;

internal readonly record struct AnnouncementId(Guid Value) : IId<AnnouncementId>
{
    public static AnnouncementId From(Guid value) => new(value);

    public override string ToString() => Value.ToString("N");
}

/// <summary>What the operator tells everybody for a while.</summary>
internal sealed class Announcement
{
    public required AnnouncementId Id { get; init; }

    /// <summary>Plain text of 1 to 300 characters.</summary>
    public required string Text { get; init; }

    public required AccountId AccountId { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    public required DateTimeOffset EndsAt { get; init; }
}

internal sealed class AnnouncementTable : IEntityTypeConfiguration<Announcement>
{
    public void Configure(EntityTypeBuilder<Announcement> builder)
    {
        builder.ToTable("announcements").HasKey(announcement => announcement.Id);
        builder.HasIndex(announcement => announcement.EndsAt);
        builder.HasOne<Account>().WithMany().HasForeignKey(announcement => announcement.AccountId);
    }
}

internal static class AnnouncementTables
{
    extension(GridDb db)
    {
        public DbSet<Announcement> Announcements => db.Set<Announcement>();
    }
}
