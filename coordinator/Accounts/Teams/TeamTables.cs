using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LaionGrid.Coordinator.Accounts.Teams;

internal sealed class TeamTable : IEntityTypeConfiguration<Team>
{
    public void Configure(EntityTypeBuilder<Team> builder)
    {
        builder.ToTable("teams").HasKey(team => team.Id);
        builder.HasIndex(team => team.NameKey).IsUnique();
        builder.HasIndex(team => team.InviteHash).IsUnique();
        builder.HasIndex(team => team.FounderId);
        builder.HasOne<Account>().WithMany().HasForeignKey(team => team.FounderId);
    }
}

internal sealed class MembershipTable : IEntityTypeConfiguration<Membership>
{
    public void Configure(EntityTypeBuilder<Membership> builder)
    {
        builder.ToTable("team_memberships").HasKey(stay => stay.Id);
        builder.HasIndex(stay => stay.AccountId).IsUnique().HasFilter("\"LeftAt\" IS NULL"); // one team at a time
        builder.HasIndex(stay => new { stay.TeamId, stay.JoinedAt }).HasFilter("\"LeftAt\" IS NULL");
        builder.HasOne<Team>().WithMany().HasForeignKey(stay => stay.TeamId);
        builder.HasOne<Account>().WithMany().HasForeignKey(stay => stay.AccountId);
    }
}

internal static class TeamTables
{
    extension(GridDb db)
    {
        public DbSet<Team> Teams => db.Set<Team>();

        public DbSet<Membership> Memberships => db.Set<Membership>();

        /// <summary>The team that an account is in; null for none.</summary>
        public Task<Team?> FindTeamOfAsync(AccountId account, CancellationToken cancellationToken) =>
            (from stay in db.Memberships
             where stay.AccountId == account && stay.LeftAt == null // unique index account
             join team in db.Teams on stay.TeamId equals team.Id
             select team).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
    }
}
