using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LaionGrid.Coordinator.Accounts.Acts;

internal sealed class ActTable : IEntityTypeConfiguration<Act>
{
    public void Configure(EntityTypeBuilder<Act> builder)
    {
        builder.ToTable("acts").HasKey(act => act.Id);
        builder.HasIndex(act => new { act.At, act.Id });
        builder.HasIndex(act => new { act.AccountId, act.At, act.Id });
        builder.HasIndex(act => new { act.Subject, act.At, act.Id });
        builder.HasOne<Account>().WithMany().HasForeignKey(act => act.AccountId);
    }
}

internal static class ActTables
{
    extension(GridDb db)
    {
        public DbSet<Act> Acts => db.Set<Act>();

        /// <summary>Writes a line in the transaction of what it tells of, so that neither is there without the other.</summary>
        public async Task NoteAsync(Caller caller, string what, string subject, string why, DateTimeOffset at, CancellationToken cancellationToken)
        {
            db.Add(new Act { Id = ActId.From(Guid.CreateVersion7(at)), At = at, AccountId = caller.AccountId, Role = caller.Role, What = what, Subject = subject, Why = why });
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
