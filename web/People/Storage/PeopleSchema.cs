using LaionGrid.Web.Site;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.People.Storage;

/// <summary>Brings the people's database to the newest schema before the site answers anybody. Safe at every start, whatever ended the last one.</summary>
internal sealed class PeopleSchema(IDbContextFactory<PeopleDb> databases, IOptions<SiteOptions> site, TimeProvider time) : IHostedService
{
    private const int MaxTries = 300;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (!db.Database.IsSqlite())
        {
            await db.Database.MigrateAsync(cancellationToken);
            return;
        }
        await using var held = await HoldAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// The migrator's own lock on SQLite is a row that a killed process leaves behind. The operating system's lock ends with its
    /// process, and whoever holds it may clear the row.
    /// </summary>
    private async Task<FileStream> HoldAsync(CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return new FileStream(site.Value.PathOf("people.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (tries < MaxTries)
            {
                await Task.Delay(Between, time, cancellationToken);
            }
        }
    }
}
