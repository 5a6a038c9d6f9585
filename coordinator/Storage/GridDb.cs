using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Storage;

/// <summary>The one database. Each slice maps its own tables and adds its own DbSet as an extension property.</summary>
internal sealed class GridDb(DbContextOptions<GridDb> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(GridDb).Assembly);
        // What others point at is never deleted by the way.
        foreach (var key in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetForeignKeys()))
            key.DeleteBehavior = DeleteBehavior.Restrict;
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
        foreach (var id in typeof(GridDb).Assembly.GetTypes().Where(IsId))
            configurationBuilder.Properties(id).HaveConversion(typeof(IdConverter<>).MakeGenericType(id));
    }

    private static bool IsId(Type type) =>
        type.IsValueType && type.GetInterfaces().Any(shape => shape.IsGenericType && shape.GetGenericTypeDefinition() == typeof(IId<>));
}
