using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LaionGrid.Coordinator.Storage;

internal sealed class TallyTable : IEntityTypeConfiguration<Tally>
{
    public void Configure(EntityTypeBuilder<Tally> builder) =>
        builder.ToTable("tallies").HasKey(tally => new { tally.Span, tally.Start, tally.Subject }); // a window of time is one range of the key
}

internal sealed class TallyEntryTable : IEntityTypeConfiguration<TallyEntry>
{
    public void Configure(EntityTypeBuilder<TallyEntry> builder) => builder.ToTable("tally_entries").HasKey(entry => entry.Id);
}
