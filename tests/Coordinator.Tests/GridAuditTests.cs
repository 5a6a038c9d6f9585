using System.Data.Common;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests;

/// <summary>The audit finds nothing wrong with an honest grid, and names what is spoilt in one that is not.</summary>
public sealed class GridAuditTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Audit_OfAGridAtRest_FindsNothing(DatabaseKind kind)
    {
        await using var grid = await VerifiedAsync(kind);

        Assert.Empty(await AuditAsync(grid));
    }

    [Theory]
    [OnSqlite("jobs", "State", "Queued", "jobs are not final;accepted attempts made the picture of jobs that are not done")]
    [OnPostgres("jobs", "State", "Queued", "jobs are not final;accepted attempts made the picture of jobs that are not done")]
    [OnSqlite("attempts", "State", "Leased", "leases are live;accepted attempts are not rendered ones for a person;the tally of pictures differs from the attempts rendered for people")]
    [OnPostgres("attempts", "State", "Leased", "leases are live;accepted attempts are not rendered ones for a person;the tally of pictures differs from the attempts rendered for people")]
    [OnSqlite("attempts", "Verdict", "Rejected", "done jobs have no accepted attempt of their own;transactions have no accepted attempt")]
    [OnPostgres("attempts", "Verdict", "Rejected", "done jobs have no accepted attempt of their own;transactions have no accepted attempt")]
    [OnSqlite("attempts", "Verdict", "Accepted", "accepted attempts are not rendered ones for a person;pictures of accepted attempts are not in the blob store")]
    [OnPostgres("attempts", "Verdict", "Accepted", "accepted attempts are not rendered ones for a person;pictures of accepted attempts are not in the blob store")]
    [OnSqlite("attempts", "PictureSha256", "0123", "pictures of accepted attempts are not in the blob store")]
    [OnPostgres("attempts", "PictureSha256", "0123", "pictures of accepted attempts are not in the blob store")]
    public async Task Audit_WhenAColumnIsOverwritten_NamesEachBrokenRule(DatabaseKind kind, string table, string column, string value, string rules)
    {
        await using var grid = await VerifiedAsync(kind);

        await SpoilAsync(grid, $"UPDATE \"{table}\" SET \"{column}\" = '{value}'");

        Assert.Equal(rules.Split(';'), Rules(await AuditAsync(grid)));
    }

    [Theory]
    [OnSqlite("UPDATE \"ledger_transactions\" SET \"Cause\" = 'attempt:0' WHERE \"Cause\" LIKE 'attempt:%'", "accepted attempts are not posted;transactions have no accepted attempt")]
    [OnPostgres("UPDATE \"ledger_transactions\" SET \"Cause\" = 'attempt:0' WHERE \"Cause\" LIKE 'attempt:%'", "accepted attempts are not posted;transactions have no accepted attempt")]
    [OnSqlite("DELETE FROM \"log_waiting\"", "transactions have no place in the public log and wait for none")]
    [OnPostgres("DELETE FROM \"log_waiting\"", "transactions have no place in the public log and wait for none")]
    [OnSqlite("UPDATE \"log_head\" SET \"Size\" = 1", "places of the public log are not from 0 to its size")]
    [OnPostgres("UPDATE \"log_head\" SET \"Size\" = 1", "places of the public log are not from 0 to its size")]
    [OnSqlite("UPDATE \"ledger_balances\" SET \"AmountMflop\" = 9", "balances differ from the sums over postings")]
    [OnPostgres("UPDATE \"ledger_balances\" SET \"AmountMflop\" = 9", "balances differ from the sums over postings")]
    [OnSqlite("UPDATE \"postings\" SET \"AmountMflop\" = 7 WHERE \"AmountMflop\" > 0", "what workers hold differs from what is posted for their attempts;what is pending differs from what is posted for attempts that no audit has settled;transactions have fewer than two postings or do not sum to zero;tallies differ from the sums over postings;balances differ from the sums over postings;accounts hold less than nothing;all postings together do not sum to zero")]
    [OnPostgres("UPDATE \"postings\" SET \"AmountMflop\" = 7 WHERE \"AmountMflop\" > 0", "what workers hold differs from what is posted for their attempts;what is pending differs from what is posted for attempts that no audit has settled;transactions have fewer than two postings or do not sum to zero;tallies differ from the sums over postings;balances differ from the sums over postings;accounts hold less than nothing;all postings together do not sum to zero")]
    [OnSqlite("DELETE FROM \"postings\"", "what workers hold differs from what is posted for their attempts;transactions have fewer than two postings or do not sum to zero;tallies differ from the sums over postings;balances differ from the sums over postings")]
    [OnSqlite("UPDATE \"tally_entries\" SET \"Count\" = 2 WHERE \"Amount\" > 0", "tallies differ from the sums over postings")]
    [OnSqlite("UPDATE \"tally_entries\" SET \"Count\" = 2 WHERE \"Subject\" = '00000000-0000-7000-8000-000000000101'", "the tally of pictures differs from the attempts rendered for people")]
    [OnPostgres("DELETE FROM \"postings\"", "what workers hold differs from what is posted for their attempts;transactions have fewer than two postings or do not sum to zero;tallies differ from the sums over postings;balances differ from the sums over postings")]
    [OnPostgres("UPDATE \"tally_entries\" SET \"Count\" = 2 WHERE \"Amount\" > 0", "tallies differ from the sums over postings")]
    [OnPostgres("UPDATE \"tally_entries\" SET \"Count\" = 2 WHERE \"Subject\" = '00000000-0000-7000-8000-000000000101'", "the tally of pictures differs from the attempts rendered for people")]
    [OnSqlite("PRAGMA foreign_keys = OFF; DELETE FROM \"ledger_transactions\"", "accepted attempts are not posted;transactions of postings are missing")]
    [OnPostgres("SET session_replication_role = replica; DELETE FROM \"ledger_transactions\"", "accepted attempts are not posted;transactions of postings are missing")]
    [OnSqlite(PostTwice, "causes are posted more than once;transactions have fewer than two postings or do not sum to zero;transactions have no place in the public log and wait for none")]
    [OnPostgres(PostTwice, "causes are posted more than once;transactions have fewer than two postings or do not sum to zero;transactions have no place in the public log and wait for none")]
    public async Task Audit_WhenTheLedgerIsSpoilt_NamesEachBrokenRule(DatabaseKind kind, string sql, string rules)
    {
        await using var grid = await VerifiedAsync(kind);

        await SpoilAsync(grid, sql);

        Assert.Equal(rules.Split(';'), Rules(await AuditAsync(grid)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Audit_WithAJobInTheQueue_FindsItUnlessJobsMayWait(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        await new Story(grid).AskAsync();

        Assert.Equal(["jobs are not final"], Rules(await AuditAsync(grid)));
        Assert.Empty(await AuditAsync(grid, mayWait: true));
    }

    private const string PostTwice = """
        DROP INDEX "IX_ledger_transactions_Cause";
        INSERT INTO "ledger_transactions" ("Id", "Cause", "PostedAt") SELECT '00000000-0000-7000-8000-000000000009', "Cause", "PostedAt" FROM "ledger_transactions" WHERE "Cause" LIKE 'attempt:%'
        """;

    /// <summary>A grid with one picture that a referee has confirmed.</summary>
    private static async Task<CoordinatorUnderTest> VerifiedAsync(DatabaseKind kind)
    {
        var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (worker, referee) = (await story.EnrollAsync("worker"), await story.EnrollAsync("referee", WorkerRole.Referee));
        await story.AskAsync();
        await story.RenderAsync(worker, shade: 100);
        await story.VerifyAsync();
        await story.RenderAsync(referee, shade: 100);
        await story.VerifyAsync();
        return grid;
    }

    private static async Task SpoilAsync(CoordinatorUnderTest grid, string sql)
    {
        await using var db = await new Story(grid).DbAsync();
        await using var command = (await OpenAsync(db)).CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<IReadOnlyList<string>> AuditAsync(CoordinatorUnderTest grid, bool mayWait = false)
    {
        await using var db = await new Story(grid).DbAsync();
        var audit = new GridAudit { Database = await OpenAsync(db), HasBlob = GridAudit.BlobsIn(grid.Folder["data"]), MayWait = mayWait };
        return await audit.RunAsync(default);
    }

    private static async Task<DbConnection> OpenAsync(DbContext db)
    {
        await db.Database.OpenConnectionAsync();
        return db.Database.GetDbConnection();
    }

    /// <summary>A finding is its rule, the number of rows in brackets, and some of them.</summary>
    private static IEnumerable<string> Rules(IReadOnlyList<string> findings) => findings.Select(finding => finding[..finding.IndexOf(" (", StringComparison.Ordinal)]);
}
