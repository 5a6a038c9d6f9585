using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LaionGrid.Coordinator.Annotation;

internal sealed class AnswerTable : IEntityTypeConfiguration<Answer>
{
    public void Configure(EntityTypeBuilder<Answer> builder)
    {
        builder.ToTable("answers").HasKey(answer => answer.Id);
        builder.HasIndex(answer => answer.AssignmentId).IsUnique();
        builder.HasIndex(answer => new { answer.JobId, answer.TaskKind });
        builder.HasIndex(answer => answer.OtherJobId).HasFilter("\"OtherJobId\" IS NOT NULL");
        builder.HasIndex(answer => new { answer.RaterMark, answer.AnsweredAt });
        builder.HasIndex(answer => new { answer.RaterAccountId, answer.AnsweredAt }).HasFilter("\"RaterAccountId\" IS NOT NULL");
        builder.HasIndex(answer => answer.AnsweredAt);
        builder.HasIndex(answer => answer.VestsAt).HasFilter("\"VestsAt\" IS NOT NULL AND \"SettledAt\" IS NULL");
        builder.HasOne<Job>().WithMany().HasForeignKey(answer => answer.JobId);
        builder.HasOne<Job>().WithMany().HasForeignKey(answer => answer.OtherJobId);
        builder.HasOne<Account>().WithMany().HasForeignKey(answer => answer.RaterAccountId);
    }
}

internal sealed class AssignmentTable : IEntityTypeConfiguration<Assignment>
{
    public void Configure(EntityTypeBuilder<Assignment> builder)
    {
        builder.ToTable("assignments").HasKey(assignment => assignment.Id);
        builder.HasIndex(assignment => new { assignment.JobId, assignment.TaskKind }).HasFilter("\"State\" = 'Open'");
        builder.HasIndex(assignment => new { assignment.RaterMark, assignment.AssignedAt });
        builder.HasIndex(assignment => assignment.AssignedAt);
        builder.HasOne<Job>().WithMany().HasForeignKey(assignment => assignment.JobId);
    }
}

internal static class AnnotationTables
{
    extension(GridDb db)
    {
        public DbSet<Answer> Answers => db.Set<Answer>();

        public DbSet<Assignment> Assignments => db.Set<Assignment>();
    }
}
