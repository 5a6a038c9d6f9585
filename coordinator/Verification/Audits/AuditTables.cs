using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Trusting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LaionGrid.Coordinator.Verification.Audits;

internal sealed class AuditTable : IEntityTypeConfiguration<Audit>
{
    public void Configure(EntityTypeBuilder<Audit> builder)
    {
        builder.ToTable("audits").HasKey(audit => audit.AttemptId);
        builder.HasIndex(audit => audit.AccountId);
        builder.HasIndex(audit => audit.DrawnAt).HasFilter("\"Reason\" = 'Canary'");
        builder.HasIndex(audit => audit.RevealedAt).HasFilter("\"RevealSha256\" <> ''");
        builder.HasIndex(audit => audit.AppealedAt).HasFilter("\"AppealedAt\" IS NOT NULL AND \"AppealEndedAt\" IS NULL");
        builder.HasIndex(audit => audit.RevealSha256).HasFilter("\"RevealSha256\" <> ''");
        builder.HasOne<Attempt>().WithMany().HasForeignKey(audit => audit.AttemptId);
    }
}

internal sealed class AuditCheckTable : IEntityTypeConfiguration<AuditCheck>
{
    public void Configure(EntityTypeBuilder<AuditCheck> builder)
    {
        builder.ToTable("audit_checks").HasKey(check => new { check.AttemptId, check.RecheckId, check.Evaluation });
        builder.HasOne<Audit>().WithMany().HasForeignKey(check => check.AttemptId);
    }
}

internal sealed class TrustTable : IEntityTypeConfiguration<Trust>
{
    public void Configure(EntityTypeBuilder<Trust> builder)
    {
        builder.ToTable("trusts").HasKey(trust => new { trust.WorkerId, trust.BundleId, trust.Runtime });
        builder.HasIndex(trust => trust.PassedAt).HasFilter("\"Class\" = ''");
    }
}

internal sealed class GrossFaultTable : IEntityTypeConfiguration<GrossFault>
{
    public void Configure(EntityTypeBuilder<GrossFault> builder)
    {
        builder.ToTable("gross_faults").HasKey(fault => fault.AttemptId);
        builder.HasIndex(fault => new { fault.AccountId, fault.At });
    }
}

internal sealed class LostTrustTable : IEntityTypeConfiguration<LostTrust>
{
    public void Configure(EntityTypeBuilder<LostTrust> builder) =>
        builder.ToTable("lost_trusts").HasKey(lost => new { lost.AttemptId, lost.WorkerId, lost.BundleId, lost.Runtime });
}

internal static class AuditTables
{
    extension(GridDb db)
    {
        public DbSet<Audit> Audits => db.Set<Audit>();

        public DbSet<AuditCheck> AuditChecks => db.Set<AuditCheck>();

        public DbSet<Trust> Trusts => db.Set<Trust>();

        public DbSet<GrossFault> GrossFaults => db.Set<GrossFault>();
    }
}
