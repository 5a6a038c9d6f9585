using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leaderboards;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Tests.Verification;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Storage;

public sealed class SchemaTests
{
    /// <summary>The hand-written migrations and the model must not drift apart: both make the same tables, columns and indexes.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Migrations_WhenAllHaveRun_MakeTheSchemaOfTheModel(DatabaseKind kind)
    {
        await using var migrated = await CoordinatorUnderTest.CreateAsync(kind);
        await using var db = await migrated.Get<IDbContextFactory<GridDb>>().CreateDbContextAsync();
        var byMigration = await SchemaAsync(db);
        await ModelSchema.MakeAsync(db);
        var byModel = await SchemaAsync(db);

        Assert.NotEmpty(byModel);
        Assert.Equal(byModel, byMigration);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Migrate_WhenRunTwice_ChangesNothing(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        await using var db = await grid.Get<IDbContextFactory<GridDb>>().CreateDbContextAsync();
        var before = await SchemaAsync(db);

        await grid.Get<Schema>().UpdateAsync(default);

        Assert.Equal(before, await SchemaAsync(db));
    }

    /// <summary>A column that is added must be one that older rows can do without.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Migrate_FromBeforeTheScores_KeepsThePicturesOfThen(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        await story.AskAsync();
        await story.RenderAsync(await story.EnrollAsync("worker"), shade: 9);
        await using var db = await story.DbAsync();
        await db.Database.ExecuteSqlRawAsync("""
            ALTER TABLE attempts DROP COLUMN "TextFit";
            ALTER TABLE attempts DROP COLUMN "Aesthetic";
            ALTER TABLE attempts DROP COLUMN "Nsfw";
            ALTER TABLE attempts DROP COLUMN "IsUnsafe";
            DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" = '0002_PictureScores';
            """);

        await grid.Get<Schema>().UpdateAsync(default);

        var picture = Assert.Single(await grid.Get<ViewPictures>().PageAsync(new(10, null, ""), default));
        Assert.Equal((AttemptState.Rendered, PictureScores.None), (picture.Attempt.State, picture.Attempt.Scores));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Migrate_FromBeforeTheTallies_SumsWhatWasPostedAndRendered(DatabaseKind kind)
    {
        await using var grid = await NeverDrawn.CreateAsync(kind);
        var story = new Story(grid);
        var worker = await story.EnrollAsync("worker");
        await story.AskAsync(count: 3);
        for (byte picture = 0; picture < 3; picture++)
        {
            await story.RenderAsync(worker, shade: picture);
            await story.VerifyAsync();
            grid.Time.Advance(TimeSpan.FromHours(11)); // the next hour, the next day
        }
        await grid.Get<FoldTallies>().RunAsync(default);
        await using var db = await story.DbAsync();
        var before = (await TalliesAsync(db)).Where(tally => tally.Subject == TallySubject.Rendered);
        await db.Database.ExecuteSqlRawAsync(UndoBooks + """
            UPDATE postings SET "WorkId" = NULL;
            DROP TABLE tallies;
            DROP TABLE tally_entries;
            DROP INDEX "IX_attempts_EndedAt";
            DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" = '0004_TotalsAndHistory';
            """);

        await grid.Get<Schema>().UpdateAsync(default);

        var after = await TalliesAsync(db);
        Assert.Equal(3, before.Single(tally => tally.Span == TallySpan.Always).Count);
        Assert.Equal(before, after.Where(tally => tally.Subject == TallySubject.Rendered));
        Assert.Empty(await grid.Get<ProveLedger>().RunAsync(default));
    }

    /// <summary>Older releases paid at once and for good.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Migrate_FromBeforeTheBooks_KeepsWhatWasPaidAsContribution(DatabaseKind kind)
    {
        const long cost = 51;
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var worker = await story.EnrollAsync("worker");
        await grid.Get<GridWriter>().RunAsync(writing => grid.Get<Journal>().PostAsync(writing, [new("attempt:1", CreditPolicy.Provisional(worker.AccountId, Guid.Empty, cost))], default), default);
        await using var db = await story.DbAsync();
        await db.Database.ExecuteSqlRawAsync(UndoBooks + """
            UPDATE tally_entries SET "Amount" = 51 WHERE "Amount" = 0;
            """);

        await grid.Get<Schema>().UpdateAsync(default);

        Assert.Equal(new OwnerBalances(0, 0, cost, 0, 0), await db.ReadBalancesAsync(worker.AccountId, default));
        Assert.Equal([new Standing(1, "worker", cost, 1, 0)], (await grid.Get<RankContributors>().RunAsync(null, 0, 10, default)).Rows);
        Assert.Empty(await grid.Get<ProveLedger>().RunAsync(default));
    }

    private const string UndoBooks = """
        DROP TABLE ledger_balances;
        ALTER TABLE postings DROP COLUMN "Book";
        ALTER TABLE postings DROP COLUMN "Holder";
        ALTER TABLE postings DROP COLUMN "Count";
        DELETE FROM tally_entries WHERE "Subject" IN ('00000000-0000-7000-8000-000000000102', '00000000-0000-7000-8000-000000000103');
        DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" = '0006_LedgerBooks';
        """;

    private static async Task<IReadOnlyList<(TallySpan Span, DateTimeOffset Start, TallySubject Subject, long Amount, long Count)>> TalliesAsync(GridDb db) =>
        (await db.Set<Tally>().AsNoTracking().OrderBy(tally => tally.Span).ThenBy(tally => tally.Start).ThenBy(tally => tally.Subject).ToListAsync())
            .ConvertAll(tally => (tally.Span, tally.Start, tally.Subject, tally.Amount, tally.Count));

    /// <summary>The migrator's own lock is a row, which nobody takes away when the process dies.</summary>
    [Theory, OnSqlite]
    public async Task Migrate_AfterAKillInItsMidst_IsNotHeldUpByTheLockLeftBehind(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        await using var db = await grid.Get<IDbContextFactory<GridDb>>().CreateDbContextAsync();
        await db.Database.ExecuteSqlRawAsync("""
            CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00+00:00');
            """);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        await grid.Get<Schema>().UpdateAsync(patience.Token);

        Assert.False(patience.IsCancellationRequested);
    }

    private static Task<List<string>> SchemaAsync(GridDb db) => db.Database.SqlQueryRaw<string>(db.Database.IsSqlite() ? SqliteSchema : PostgresSchema).ToListAsync();

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
        SELECT (table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable)::text AS "Value" FROM information_schema.columns
          WHERE table_schema = 'public' AND table_name NOT LIKE '\_\_EF%'
        UNION ALL
        SELECT indexdef::text FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE '\_\_EF%'
        UNION ALL
        SELECT (conrelid::regclass || ' ' || pg_get_constraintdef(oid))::text FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype = 'f'
        ORDER BY 1
        """;
}
