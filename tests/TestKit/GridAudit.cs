using System.Data.Common;

namespace LaionGrid.TestKit;

/// <summary>
/// Was anything lost, or done twice? Asks the database of a grid at rest in plain SQL, the same on both databases and without the
/// coordinator's own code, so that a mistake there cannot hide itself.
/// </summary>
public sealed class GridAudit
{
    private const int Named = 3;
    private const int LongestSeconds = 1800; // a grid of millions of rows is read whole

    private const string Accepted = "\"Verdict\" IN ('Accepted', 'AcceptedUnaudited')";
    private const string Cause = "'attempt:' || lower(replace(CAST(\"Id\" AS text), '-', ''))"; // as the verdict writes it

    private const string Network = "'00000000-0000-7000-8000-000000000001'";
    private const string Final = "'00000000-0000-7000-8000-000000000102'"; // of all that is final
    private const string Provisional = "'00000000-0000-7000-8000-000000000103'"; // of all that is pending
    private const string Rendered = "'00000000-0000-7000-8000-000000000101'"; // the subject of the tally of pictures

    /// <summary>The database, open.</summary>
    public required DbConnection Database { get; init; }

    /// <summary>Whether the blob store has these bytes, by their lower-case hex SHA-256.</summary>
    public required Func<string, bool> HasBlob { get; init; }

    /// <summary>Jobs may still wait in the queue, as when a grid was stopped with more to do.</summary>
    public bool MayWait { get; init; }

    /// <summary>Looks into the disk store of a coordinator's data folder.</summary>
    public static Func<string, bool> BlobsIn(string dataFolder) => sha256 => sha256.Length == 64 && File.Exists(Path.Combine(dataFolder, "blobs", sha256[..2], sha256[2..4], sha256));

    /// <summary>What is wrong, each rule that is broken with the number of rows that break it and a few of them; empty when all is right.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        var findings = new List<string>();
        foreach (var (rule, sql) in Rules)
            Note(findings, rule, await ReadAsync(sql, cancellationToken));
        var pictures = await ReadAsync($"SELECT DISTINCT \"PictureSha256\" FROM \"attempts\" WHERE {Accepted}", cancellationToken);
        Note(findings, "pictures of accepted attempts are not in the blob store", [.. pictures.Where(sha256 => !HasBlob(sha256))]);
        return findings;
    }

    /// <summary>Each selects what breaks its rule.</summary>
    private (string Rule, string Sql)[] Rules =>
    [
        ("jobs are not final", $"""SELECT "Id" FROM "jobs" WHERE "State" NOT IN ('Done', 'Failed', 'Cancelled'{(MayWait ? ", 'Queued'" : "")})"""),
        ("leases are live", """SELECT "Id" FROM "attempts" WHERE "State" = 'Leased'"""),
        // Of two attempts at one job both may be accepted: the first made its picture, the second was as good.
        ("done jobs have no accepted attempt of their own", $"""
            SELECT "jobs"."Id" FROM "jobs" LEFT JOIN "attempts" ON "attempts"."Id" = "jobs"."AttemptId" AND {Accepted}
            WHERE "jobs"."State" = 'Done' AND "attempts"."Id" IS NULL
            """),
        ("accepted attempts made the picture of jobs that are not done", $"""
            SELECT "attempts"."Id" FROM "attempts" JOIN "jobs" ON "jobs"."AttemptId" = "attempts"."Id" WHERE {Accepted} AND "jobs"."State" <> 'Done'
            """),
        ("accepted attempts are not rendered ones for a person", $"""SELECT "Id" FROM "attempts" WHERE {Accepted} AND NOT ("State" = 'Rendered' AND "Purpose" = 'Render')"""),
        ("accepted attempts are not posted", $"""SELECT {Cause} FROM "attempts" WHERE {Accepted} AND "CreditMflop" > 0 EXCEPT SELECT "Cause" FROM "ledger_transactions" """),
        ("transactions have no accepted attempt", $"""SELECT "Cause" FROM "ledger_transactions" WHERE "Cause" LIKE 'attempt:%' EXCEPT SELECT {Cause} FROM "attempts" WHERE {Accepted} OR "Verdict" = 'Recalled'"""),
        ("what workers hold differs from what is posted for their attempts", """
            SELECT worker FROM (
                SELECT "WorkerId" AS worker, "CreditMflop" AS amount FROM "attempts"
                UNION ALL SELECT "Holder", -"AmountMflop" FROM "postings" WHERE "Book" IN ('Pending', 'Escrow', 'Contribution')) parts
            GROUP BY worker HAVING SUM(amount) <> 0
            """),
        ("what is pending differs from what is posted for attempts that no audit has settled", $"""
            SELECT worker FROM (
                SELECT "WorkerId" AS worker, "CreditMflop" AS amount FROM "attempts" WHERE {Accepted} AND NOT "IsSettled"
                UNION ALL SELECT "Holder", -"AmountMflop" FROM "postings" WHERE "Book" = 'Pending') parts
            GROUP BY worker HAVING SUM(amount) <> 0
            """),
        ("audits are open", """SELECT "AttemptId" FROM "audits" WHERE "Outcome" = 'Open' """),
        ("causes are posted more than once", """SELECT "Cause" FROM "ledger_transactions" GROUP BY "Cause" HAVING count(*) > 1"""),
        ("transactions have fewer than two postings or do not sum to zero", """
            SELECT "ledger_transactions"."Cause" FROM "ledger_transactions" LEFT JOIN "postings" ON "postings"."TransactionId" = "ledger_transactions"."Id"
            GROUP BY "ledger_transactions"."Id", "ledger_transactions"."Cause" HAVING count("postings"."Id") < 2 OR sum("postings"."AmountMflop") <> 0
            """),
        ("transactions of postings are missing", """SELECT "TransactionId" FROM "postings" EXCEPT SELECT "Id" FROM "ledger_transactions" """),
        ("tallies differ from the sums over postings", $"""
            SELECT subject FROM (
                SELECT "AccountId" AS subject, CASE "Book" WHEN 'Pending' THEN 0 ELSE "AmountMflop" END AS amount, "Count" AS pictures FROM "postings" WHERE "Book" NOT IN ('Priority', 'Reserved')
                UNION ALL SELECT "Holder", CASE "Book" WHEN 'Pending' THEN 0 ELSE "AmountMflop" END, "Count" FROM "postings" WHERE "Book" IN ('Pending', 'Escrow', 'Contribution') AND "Holder" <> '00000000-0000-0000-0000-000000000000'
                UNION ALL SELECT "TeamId", CASE "Book" WHEN 'Pending' THEN 0 ELSE "AmountMflop" END, "Count" FROM "postings" WHERE "Book" IN ('Pending', 'Escrow', 'Contribution') AND "TeamId" IS NOT NULL
                UNION ALL SELECT "WorkId", "AmountMflop", "Count" FROM "postings" WHERE "WorkId" IS NOT NULL
                UNION ALL SELECT {Final}, "AmountMflop", 0 FROM "postings" WHERE "Book" IN ('Escrow', 'Contribution')
                UNION ALL SELECT {Provisional}, "AmountMflop", 0 FROM "postings" WHERE "Book" = 'Pending'
                UNION ALL SELECT "Subject", -"Amount", -"Count" FROM "tallies" WHERE "Span" = 'Always'
                UNION ALL SELECT "Subject", -"Amount", -"Count" FROM "tally_entries") parts
            WHERE subject <> {Rendered} GROUP BY subject HAVING SUM(amount) <> 0 OR SUM(pictures) <> 0
            """),
        ("balances differ from the sums over postings", """
            SELECT account FROM (
                SELECT "AccountId" AS account, "Book" AS book, "Holder" AS holder, "AmountMflop" AS amount FROM "postings" WHERE "Book" <> 'Network'
                UNION ALL SELECT "AccountId", "Book", "Holder", -"AmountMflop" FROM "ledger_balances") parts
            GROUP BY account, book, holder HAVING SUM(amount) <> 0
            """),
        ("accounts hold less than nothing", """SELECT "AccountId" FROM "postings" WHERE "Book" <> 'Network' GROUP BY "AccountId", "Book", "Holder" HAVING SUM("AmountMflop") < 0"""),
        ("postings in the network's book and others are not of their owners", $"""SELECT "Id" FROM "postings" WHERE ("Book" = 'Network') <> ("AccountId" = {Network})"""),
        ("transactions have no place in the public log and wait for none", """
            SELECT "Cause" FROM "ledger_transactions" WHERE "Id" NOT IN (SELECT "TransactionId" FROM "log_leaves") AND "Id" NOT IN (SELECT "TransactionId" FROM "log_waiting")
            """),
        ("places of the public log are not from 0 to its size", """
            SELECT "Size" FROM "log_head" WHERE "Size" <> (SELECT count(*) FROM "log_leaves") OR "Size" <> (SELECT COALESCE(max("Index") + 1, 0) FROM "log_leaves")
            """),
        ("the tally of pictures differs from the attempts rendered for people", $"""
            SELECT SUM(pictures) FROM (
                SELECT 1 AS pictures FROM "attempts" WHERE "State" = 'Rendered' AND "Purpose" = 'Render'
                UNION ALL SELECT -"Count" FROM "tallies" WHERE "Span" = 'Always' AND "Subject" = {Rendered}
                UNION ALL SELECT -"Count" FROM "tally_entries" WHERE "Subject" = {Rendered}) parts
            HAVING SUM(pictures) <> 0
            """),
        ("all postings together do not sum to zero", """SELECT sum("AmountMflop") FROM "postings" HAVING sum("AmountMflop") <> 0"""),
    ];

    private async Task<IReadOnlyList<string>> ReadAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Database.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (sql, LongestSeconds);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<string>();
        while (await rows.ReadAsync(cancellationToken))
            found.Add(rows.GetValue(0).ToString()!); // ids, causes and sums are never null
        return found;
    }

    private static void Note(List<string> findings, string rule, IReadOnlyList<string> rows)
    {
        if (rows.Count > 0)
            findings.Add($"{rule} ({rows.Count}): {string.Join(", ", rows.Take(Named))}{(rows.Count > Named ? ", ..." : "")}");
    }
}
