using LaionGrid.TestKit;
using LaionGrid.Web.People.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Web.Tests.People;

public sealed class SchemaTests
{
    /// <summary>The hand-written migrations and the model must not drift apart: both make the same tables, columns and indexes.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Migrations_WhenAllHaveRun_MakeTheSchemaOfTheModel(DatabaseKind kind)
    {
        await using var stage = await PeopleStage.StartAsync(kind);
        await using var db = await stage.DbAsync();
        var byMigration = await SchemaAsync(db);
        await ModelSchema.MakeAsync(db);
        var byModel = await SchemaAsync(db);

        Assert.NotEmpty(byModel);
        Assert.Equal(byModel, byMigration);
    }

    private static Task<List<string>> SchemaAsync(PeopleDb db) => db.Database.SqlQueryRaw<string>(db.Database.IsSqlite() ? SqliteSchema : PostgresSchema).ToListAsync();

    private const string SqliteSchema = """
        SELECT t.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk AS "Value"
          FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE '\_\_EF%' ESCAPE '\' AND t.name NOT LIKE 'sqlite%'
        UNION ALL
        SELECT i.tbl_name || ' ' || i.name || ' ' || l."unique" || ' ' || (SELECT group_concat(x.name) FROM pragma_index_info(i.name) x)
          FROM sqlite_master i, pragma_index_list(i.tbl_name) l WHERE i.type = 'index' AND l.name = i.name AND i.name NOT LIKE 'sqlite%'
        UNION ALL
        SELECT t.name || ' -> ' || f."table" || '.' || f."to" || ' from ' || f."from" || ' ' || f.on_delete
          FROM sqlite_master t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table'
        ORDER BY 1
        """;

    private const string PostgresSchema = """
        SELECT (table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(character_maximum_length, 0))::text AS "Value"
          FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\_\_EF%'
        UNION ALL
        SELECT indexdef::text FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE '\_\_EF%'
        UNION ALL
        SELECT (conrelid::regclass || ' ' || pg_get_constraintdef(oid))::text FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype = 'f'
        ORDER BY 1
        """;
}
