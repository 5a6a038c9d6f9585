using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LaionGrid.Coordinator.Datasets.Judging;

internal sealed class PictureJudgementTable : IEntityTypeConfiguration<PictureJudgement>
{
    public void Configure(EntityTypeBuilder<PictureJudgement> builder)
    {
        builder.ToTable("picture_judgements").HasKey(judgement => judgement.JobId);
        builder.HasOne<Job>().WithMany().HasForeignKey(judgement => judgement.JobId);
    }
}

internal sealed class RaterReliabilityTable : IEntityTypeConfiguration<RaterReliability>
{
    public void Configure(EntityTypeBuilder<RaterReliability> builder) => builder.ToTable("rater_reliabilities").HasKey(rater => new { rater.RaterMark, rater.TaskKind });
}

internal sealed class ArenaRatingTable : IEntityTypeConfiguration<ArenaRating>
{
    public void Configure(EntityTypeBuilder<ArenaRating> builder) => builder.ToTable("arena_ratings").HasKey(rating => rating.BundleId);
}

internal sealed class TaskAgreementTable : IEntityTypeConfiguration<TaskAgreement>
{
    public void Configure(EntityTypeBuilder<TaskAgreement> builder) => builder.ToTable("task_agreements").HasKey(agreement => agreement.TaskKind);
}

internal static class JudgementTables
{
    extension(GridDb db)
    {
        public DbSet<PictureJudgement> PictureJudgements => db.Set<PictureJudgement>();

        public DbSet<RaterReliability> RaterReliabilities => db.Set<RaterReliability>();

        public DbSet<TaskAgreement> TaskAgreements => db.Set<TaskAgreement>();

        public DbSet<ArenaRating> ArenaRatings => db.Set<ArenaRating>();
    }
}
