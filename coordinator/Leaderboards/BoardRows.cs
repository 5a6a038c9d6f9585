using System.Data.Common;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Leaderboards;

/// <summary>What boards read of the ledger's log and of names, in the SQL that both databases speak. Each query runs inside the caller's snapshot.</summary>
internal static class BoardRows
{
    public static async Task<long> LogSizeAsync(GridDb db, CancellationToken cancellationToken) =>
        (await db.QueryRowsAsync("""SELECT "Size" FROM log_head""", [], [], row => row.GetInt64(0), cancellationToken))[0];

    /// <summary>Transactions that have no place in the log yet.</summary>
    public static async Task<HashSet<Guid>> WaitingAsync(GridDb db, CancellationToken cancellationToken) =>
        [.. await db.QueryRowsAsync("""SELECT "TransactionId" FROM log_waiting""", [], [], row => row.GetGuid(0), cancellationToken)];

    /// <summary>What leaves from one place on add, with their transactions.</summary>
    public static Task<List<(Guid Transaction, BoardAddition Addition)>> LeavesAsync(GridDb db, long from, long size, CancellationToken cancellationToken) =>
        db.QueryRowsAsync($"""{Postings} JOIN log_leaves l ON l."TransactionId" = p."TransactionId" WHERE {IsContributed} AND l."Index" >= @a0 AND l."Index" < @a1""", [], [from, size], Read, cancellationToken); // primary key, index transaction

    public static async Task<List<(Guid Transaction, BoardAddition Addition)>> TransactionsAsync(GridDb db, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) => ids.Count == 0 ? [] :
        await db.QueryRowsAsync($$"""{{Postings}} WHERE {{IsContributed}} AND p."TransactionId" IN (VALUES {rows})""", [.. ids.Select(id => new object?[] { id })], [], Read, cancellationToken); // index transaction

    /// <summary>Everybody's sums over some hours.</summary>
    public static Task<List<Addition>> HoursAsync(GridDb db, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) =>
        db.QueryRowsAsync(
            """
            SELECT "Subject", CAST(SUM("Amount") AS bigint), CAST(SUM("Count") AS bigint) FROM (
                SELECT "Subject", "Amount", "Count" FROM tallies WHERE "Span" = 'Hour' AND "Start" >= @a0 AND "Start" < @a1
                UNION ALL SELECT "Subject", "Amount", "Count" FROM tally_entries WHERE "Hour" >= @a0 AND "Hour" < @a1) parts
            GROUP BY "Subject"
            """,
            [], [from.ToMicroseconds(), until.ToMicroseconds()], row => new Addition(row.ReadId<TallySubject>(0), from, row.GetInt64(1), row.GetInt64(2)), cancellationToken); // primary key, a range

    public static async Task<List<(Guid Subject, long Mflop)>> ProvisionalAsync(GridDb db, BoardKind kind, CancellationToken cancellationToken)
    {
        if (kind is BoardKind.Teams or BoardKind.Bundles)
            return [];
        var subject = kind == BoardKind.People ? "\"AccountId\"" : "\"Holder\"";
        return await db.QueryRowsAsync(
            $"""SELECT {subject}, CAST(SUM("AmountMflop") AS bigint) FROM ledger_balances WHERE "Book" = 'Pending' AND "AmountMflop" > 0 GROUP BY {subject}""",
            [], [], row => (row.GetGuid(0), row.GetInt64(1)), cancellationToken);
    }

    /// <summary>Those of the ids that a kind of board can list: not the network's account, nor devices that nobody enrolled.</summary>
    public static async Task<List<Entrant>> EntrantsAsync(GridDb db, BoardKind kind, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) => ids.Count == 0 ? [] :
        await db.QueryRowsAsync(
            $$"""WITH ids(id) AS (VALUES {rows}) SELECT ids.id, {{NamesOf(kind)}} FROM ids {{JoinOf(kind, "ids.id")}}""",
            [.. ids.Select(id => new object?[] { id })], [], row => ReadEntrant(row, 0, 1), cancellationToken);

    public static string NamesOf(BoardKind kind) => kind switch
    {
        BoardKind.People => "a.\"Name\", a.\"Id\", a.\"Name\"",
        BoardKind.Devices => "w.\"Name\", a.\"Id\", a.\"Name\"",
        BoardKind.Teams => "t.\"Name\", a.\"Id\", a.\"Name\"",
        _ => "b.\"Name\", b.\"Key\", ''",
    };

    public static string JoinOf(BoardKind kind, string id) => kind switch
    {
        BoardKind.People => $"JOIN accounts a ON a.\"Id\" = {id}",
        BoardKind.Devices => $"JOIN workers w ON w.\"Id\" = {id} JOIN accounts a ON a.\"Id\" = w.\"AccountId\"",
        BoardKind.Teams => $"JOIN teams t ON t.\"Id\" = {id} AND t.\"DissolvedAt\" IS NULL JOIN accounts a ON a.\"Id\" = t.\"FounderId\"",
        _ => $"JOIN bundles b ON b.\"Key\" = {id}",
    };

    /// <summary>Leaves the many others out before anything is summed, where a kind has few.</summary>
    public static string OnlyOf(BoardKind kind) => kind switch
    {
        BoardKind.Teams => "\"Subject\" IN (SELECT \"Id\" FROM teams)",
        BoardKind.Bundles => "\"Subject\" IN (SELECT \"Key\" FROM bundles)",
        _ => "TRUE",
    };

    public static Entrant ReadEntrant(DbDataReader row, int id, int name) => new(row.GetGuid(id), row.GetString(name), row.GetGuid(name + 1), row.GetString(name + 2));

    private const string Postings = """SELECT p."TransactionId", p."AccountId", p."Holder", p."Book", p."AmountMflop", p."Count", p."PostedAt", p."TeamId", p."WorkId" FROM postings p""";

    private const string IsContributed = """p."Book" IN ('Pending', 'Escrow', 'Contribution')""";

    private static (Guid, BoardAddition) Read(DbDataReader row)
    {
        var (isPending, mflop) = (row.GetString(3) == nameof(LedgerBook.Pending), row.GetInt64(4));
        var hour = Instants.FromMicroseconds(row.GetInt64(6)).Floor(TallySpan.Hour);
        return (row.GetGuid(0), new(row.GetGuid(1), row.GetGuid(2), GuidOrEmpty(row, 7), GuidOrEmpty(row, 8), hour, isPending ? 0 : mflop, isPending ? mflop : 0, row.GetInt32(5)));
    }

    private static Guid GuidOrEmpty(DbDataReader row, int column) => row.IsDBNull(column) ? Guid.Empty : row.GetGuid(column);
}
