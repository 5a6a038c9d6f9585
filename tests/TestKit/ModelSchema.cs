using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace LaionGrid.TestKit;

/// <summary>What a model would make of an empty database, to compare with what its migrations make.</summary>
public static class ModelSchema
{
    /// <summary>Empties the database and makes the model's tables in it.</summary>
    public static async Task MakeAsync(DbContext db)
    {
        if (db.Database.IsSqlite())
            await db.Database.EnsureDeletedAsync();
        else
            await db.Database.ExecuteSqlRawAsync("DROP SCHEMA public CASCADE; CREATE SCHEMA public"); // a new database would need its template for itself, which other tests use
        var creator = db.GetService<IRelationalDatabaseCreator>();
        if (!await creator.ExistsAsync())
            await creator.CreateAsync();
        await creator.CreateTablesAsync();
    }
}
