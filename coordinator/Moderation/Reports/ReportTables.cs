using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LaionGrid.Coordinator.Moderation.Reports;

internal sealed class ReportTable : IEntityTypeConfiguration<Report>
{
    public void Configure(EntityTypeBuilder<Report> builder)
    {
        builder.ToTable("reports").HasKey(report => report.Id);
        builder.HasIndex(report => new { report.JobId, report.Concern }).IsUnique().HasFilter("\"JobId\" IS NOT NULL"); // one report a picture and concern, so voices fold
        builder.HasIndex(report => new { report.DueAt, report.Id }).HasFilter("\"State\" IN ('Open', 'Appealed')");
        builder.HasIndex(report => report.OpenedAt);
        builder.HasOne<Job>().WithMany().HasForeignKey(report => report.JobId);
        builder.HasOne<Account>().WithMany().HasForeignKey(report => report.DecidedBy);
    }
}

internal sealed class ReportVoiceTable : IEntityTypeConfiguration<ReportVoice>
{
    public void Configure(EntityTypeBuilder<ReportVoice> builder)
    {
        builder.ToTable("report_voices").HasKey(voice => new { voice.ReportId, voice.Reporter });
        builder.HasOne<Report>().WithMany().HasForeignKey(voice => voice.ReportId);
    }
}

internal static class ReportTables
{
    extension(GridDb db)
    {
        public DbSet<Report> Reports => db.Set<Report>();

        public DbSet<ReportVoice> ReportVoices => db.Set<ReportVoice>();
    }
}
