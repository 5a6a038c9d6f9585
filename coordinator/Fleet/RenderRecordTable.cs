using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LaionGrid.Coordinator.Fleet;

internal sealed class RenderRecordTable : IEntityTypeConfiguration<RenderRecord>
{
    public void Configure(EntityTypeBuilder<RenderRecord> builder)
    {
        builder.ToTable("render_records").HasKey(record => record.WorkerId);
        builder.HasOne<Worker>().WithMany().HasForeignKey(record => record.WorkerId);
    }
}

internal static class RenderRecordTables
{
    extension(GridDb db)
    {
        public DbSet<RenderRecord> RenderRecords => db.Set<RenderRecord>();

        /// <summary>Adds pictures that came just now to their workers' records, inside the caller's transaction.</summary>
        public Task<int> AddToRecordsAsync(IEnumerable<(WorkerId Worker, TimeSpan Took)> pictures, DateTimeOffset now, CancellationToken cancellationToken)
        {
            var rows = pictures.GroupBy(one => one.Worker).OrderBy(group => group.Key.Value) // in the key's order, so that two that write do not wait for each other crosswise
                .Select(group => new object?[] { group.Key.Value, group.LongCount(), group.Sum(one => (long)one.Took.TotalMilliseconds), now.ToMicroseconds(), now.ToMicroseconds() }).ToList();
            return db.ExecuteRowsAsync(
                """
                INSERT INTO render_records ("WorkerId", "Pictures", "RenderMs", "FirstAt", "LastAt") VALUES {rows}
                ON CONFLICT ("WorkerId") DO UPDATE SET "Pictures" = render_records."Pictures" + excluded."Pictures", "RenderMs" = render_records."RenderMs" + excluded."RenderMs", "LastAt" = excluded."LastAt"
                """,
                rows, [], cancellationToken);
        }
    }
}
