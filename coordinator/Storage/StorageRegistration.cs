using LaionGrid.Coordinator.Edge;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Storage;

internal static class StorageRegistration
{
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddCheckedOptions<DataOptions>(DataOptions.Section);
        services.AddCheckedOptions<StorageOptions>(StorageOptions.Section);
        return services.AddSingleton<Schema>().AddSingleton<Statements>().AddSingleton<GridWriter>()
            .AddSingleton<ReplicaBus>().AddHostedService(provider => provider.GetRequiredService<ReplicaBus>())
            .AddSingleton<FoldTallies>().AddHostedService<TallyLoop>()
            .AddPooledDbContextFactory<GridDb>((provider, builder) => Configure(
                builder.AddInterceptors(provider.GetRequiredService<Statements>()), provider.GetRequiredService<IOptions<StorageOptions>>().Value, provider.GetRequiredService<IOptions<DataOptions>>().Value));
    }

    private static void Configure(DbContextOptionsBuilder builder, StorageOptions storage, DataOptions data)
    {
        // Migrations are written by hand without a model snapshot; the schema-equality test stands in for this warning.
        builder.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
        if (storage.IsPostgres)
            builder.UseNpgsql(storage.PostgresConnectionString);
        else
            builder.UseSqlite(SqliteConnectionString(storage, data));
    }

    private static string SqliteConnectionString(StorageOptions storage, DataOptions data)
    {
        if (storage.ConnectionString.Length > 0)
            return storage.ConnectionString;
        Directory.CreateDirectory(data.PathOf(""));
        return new SqliteConnectionStringBuilder { DataSource = data.PathOf("grid.db"), DefaultTimeout = 30 }.ToString();
    }
}
