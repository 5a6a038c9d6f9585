using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LaionGrid.Coordinator.Jobs;

internal sealed class RequestTable : IEntityTypeConfiguration<Request>
{
    public void Configure(EntityTypeBuilder<Request> builder)
    {
        builder.ToTable("requests").HasKey(request => request.Id);
        builder.HasIndex(request => new { request.AccountId, request.RequestKey }).IsUnique();
        builder.HasIndex(request => new { request.AccountId, request.CreatedAt });
        builder.HasIndex(request => new { request.RemixOf, request.CreatedAt }).HasFilter("\"RemixOf\" IS NOT NULL");
        builder.HasOne<Account>().WithMany().HasForeignKey(request => request.AccountId);
        builder.ComplexProperty(request => request.Settings, settings =>
        {
            settings.Property(one => one.Prompt).HasColumnName("Prompt");
            settings.Property(one => one.NegativePrompt).HasColumnName("NegativePrompt");
            settings.Property(one => one.BundleId).HasColumnName("BundleId");
            settings.Property(one => one.Width).HasColumnName("Width");
            settings.Property(one => one.Height).HasColumnName("Height");
            settings.Property(one => one.Steps).HasColumnName("Steps");
            settings.Property(one => one.Guidance).HasColumnName("Guidance");
            settings.Property(one => one.Sampler).HasColumnName("Sampler");
            settings.Property(one => one.SourceSha256).HasColumnName("SourceSha256");
            settings.Property(one => one.Strength).HasColumnName("Strength");
            settings.Property(one => one.MaskSha256).HasColumnName("MaskSha256");
            settings.Ignore(one => one.HasSource).Ignore(one => one.HasMask);
        });
    }
}

internal sealed class JobTable : IEntityTypeConfiguration<Job>
{
    public void Configure(EntityTypeBuilder<Job> builder)
    {
        builder.ToTable("jobs").HasKey(job => job.Id);
        builder.HasIndex(job => new { job.RequestId, job.Index }).IsUnique();
        builder.HasIndex(job => new { job.Lane, job.StartTag, job.QueuedAt }).HasFilter("\"State\" = 'Queued'");
        builder.HasIndex(job => new { job.Requester, job.FinishTag }).HasFilter("\"State\" = 'Queued'");
        builder.HasIndex(job => new { job.Check, job.QueuedAt }).HasFilter("\"State\" IN ('Rendered', 'Done') AND \"Check\" IN ('Unchecked', 'Unsafe', 'Withheld')");
        const string shown = "\"State\" IN ('Rendered', 'Done') AND \"Visibility\" = 'Public'";
        builder.HasIndex(job => job.QueuedAt, "IX_jobs_Shown").HasFilter(shown);
        builder.HasIndex(job => new { job.BundleId, job.QueuedAt }).HasFilter(shown);
        builder.HasIndex(job => new { job.Shape, job.QueuedAt }).HasFilter(shown);
        builder.HasIndex(job => job.QueuedAt, "IX_jobs_Deleted").HasFilter("\"Visibility\" = 'Deleted'");
        builder.HasOne<Request>().WithMany().HasForeignKey(job => job.RequestId);
    }
}

internal sealed class AttemptTable : IEntityTypeConfiguration<Attempt>
{
    public void Configure(EntityTypeBuilder<Attempt> builder)
    {
        builder.ToTable("attempts").HasKey(attempt => attempt.Id);
        builder.HasIndex(attempt => new { attempt.JobId, attempt.Fence }).IsUnique();
        builder.HasIndex(attempt => attempt.WorkerId).HasFilter("\"State\" = 'Leased'");
        builder.HasIndex(attempt => new { attempt.Audit, attempt.EndedAt }).HasFilter("\"Audit\" IS NOT NULL");
        builder.HasIndex(attempt => attempt.PictureSha256).HasFilter("\"PictureSha256\" <> ''");
        builder.HasIndex(attempt => new { attempt.AccountId, attempt.Verdict });
        builder.HasIndex(attempt => new { attempt.WorkerId, attempt.VerdictAt }).HasFilter("\"Verdict\" IN ('Accepted', 'AcceptedUnaudited')");
        builder.HasIndex(attempt => new { attempt.WorkerId, attempt.VerdictAt }, "IX_attempts_Unsettled").HasFilter("\"Verdict\" IN ('Accepted', 'AcceptedUnaudited') AND NOT \"IsSettled\"");
        builder.HasIndex(attempt => new { attempt.WorkerId, attempt.VerdictAt }, "IX_attempts_Lost").HasFilter("\"Verdict\" IN ('Rejected', 'Recalled')");
        builder.HasIndex(attempt => attempt.VerdictCode).HasFilter("\"VerdictCode\" = 'verification.exhausted'");
        builder.HasIndex(attempt => new { attempt.CheckedAccountId, attempt.StartedAt }).HasFilter("\"CheckedAccountId\" IS NOT NULL");
        builder.HasIndex(attempt => attempt.EndedAt, "IX_attempts_Broken").HasFilter("\"FailureCode\" = 'picture.bad'");
        builder.HasIndex(attempt => attempt.EndedAt).HasFilter("\"State\" IN ('Failed', 'GivenBack', 'Expired', 'Stopped')");
        builder.HasOne<Job>().WithMany().HasForeignKey(attempt => attempt.JobId);
        builder.HasOne<Worker>().WithMany().HasForeignKey(attempt => attempt.WorkerId);
        builder.ComplexProperty(attempt => attempt.Scores, scores =>
        {
            scores.Property(one => one.TextFit).HasColumnName("TextFit");
            scores.Property(one => one.Aesthetic).HasColumnName("Aesthetic");
            scores.Property(one => one.Nsfw).HasColumnName("Nsfw");
            scores.Property(one => one.IsUnsafe).HasColumnName("IsUnsafe");
            scores.Property(one => one.Watermark).HasColumnName("Watermark");
        });
    }
}

internal sealed class PictureEmbeddingTable : IEntityTypeConfiguration<PictureEmbedding>
{
    public void Configure(EntityTypeBuilder<PictureEmbedding> builder)
    {
        builder.ToTable("picture_embeddings").HasKey(embedding => embedding.AttemptId);
        builder.HasOne<Attempt>().WithMany().HasForeignKey(embedding => embedding.AttemptId);
    }
}

internal static class JobTables
{
    extension(GridDb db)
    {
        public DbSet<Request> Requests => db.Set<Request>();

        public DbSet<Job> Jobs => db.Set<Job>();

        public DbSet<Attempt> Attempts => db.Set<Attempt>();

        public DbSet<PictureEmbedding> PictureEmbeddings => db.Set<PictureEmbedding>();
    }
}
