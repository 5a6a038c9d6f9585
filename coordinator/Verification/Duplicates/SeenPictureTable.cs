using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LaionGrid.Coordinator.Verification.Duplicates;

internal sealed class SeenPictureTable : IEntityTypeConfiguration<SeenPicture>
{
    public void Configure(EntityTypeBuilder<SeenPicture> builder)
    {
        builder.ToTable("seen_pictures").HasKey(picture => picture.AttemptId);
        builder.HasIndex(picture => new { picture.Words, picture.AttemptId, picture.Seed, picture.Hash }, "IX_seen_pictures_Words");
        builder.HasIndex(picture => new { picture.WorkerId, picture.AttemptId, picture.Words, picture.Seed, picture.Hash }, "IX_seen_pictures_WorkerId");
        builder.HasOne<Attempt>().WithMany().HasForeignKey(picture => picture.AttemptId);
    }
}

internal static class SeenPictureTables
{
    extension(GridDb db)
    {
        public DbSet<SeenPicture> SeenPictures => db.Set<SeenPicture>();
    }
}
