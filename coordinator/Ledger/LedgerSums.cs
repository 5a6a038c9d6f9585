namespace LaionGrid.Coordinator.Ledger;

/// <summary>The ledger's projections as sums over its postings, in the SQL that both databases speak: what they are rebuilt from and compared with.</summary>
internal static class LedgerSums
{
    /// <summary>Every guarded account's balance.</summary>
    public const string Balances = """
        SELECT "AccountId", "Book", "Holder", CAST(SUM("AmountMflop") AS bigint) AS "AmountMflop" FROM postings
        WHERE "Book" <> 'Network' GROUP BY "AccountId", "Book", "Holder"
        """;

    /// <summary>What each posting adds to which tally: its owner's, its device's, its team's, its kind of work's, and the totals. The same as <see cref="LedgerTallies"/> reckons.</summary>
    public static string Shares { get; } = $"""
        SELECT "AccountId" AS subject, "PostedAt" AS at, CASE WHEN "Book" = 'Pending' THEN 0 ELSE "AmountMflop" END AS amount, "Count" AS count
        FROM postings WHERE "Book" IN ('Pending', 'Escrow', 'Contribution', 'Network')
        UNION ALL SELECT "Holder", "PostedAt", CASE WHEN "Book" = 'Pending' THEN 0 ELSE "AmountMflop" END, "Count"
        FROM postings WHERE "Book" IN ('Pending', 'Escrow', 'Contribution') AND "Holder" <> '{Guid.Empty}'
        UNION ALL SELECT "TeamId", "PostedAt", CASE WHEN "Book" = 'Pending' THEN 0 ELSE "AmountMflop" END, "Count"
        FROM postings WHERE "Book" IN ('Pending', 'Escrow', 'Contribution') AND "TeamId" IS NOT NULL
        UNION ALL SELECT "WorkId", "PostedAt", "AmountMflop", "Count" FROM postings WHERE "WorkId" IS NOT NULL
        UNION ALL SELECT '{LedgerTallies.Final.Value}', "PostedAt", "AmountMflop", 0 FROM postings WHERE "Book" IN ('Escrow', 'Contribution')
        UNION ALL SELECT '{LedgerTallies.Provisional.Value}', "PostedAt", "AmountMflop", 0 FROM postings WHERE "Book" = 'Pending'
        """; // the ids have no letters, so both databases read them as they store them

    /// <summary>The stretches that tallies are kept for, with their lengths in microseconds: an instant less its rest by the length is the start.</summary>
    public static IReadOnlyList<(string Span, long Microseconds)> Spans { get; } = [("Hour", 3_600_000_000), ("Day", 86_400_000_000), ("Always", long.MaxValue)];

    /// <summary>Whether a tally's subject is the ledger's: all but the pictures rendered.</summary>
    public static string IsLedgers { get; } = $"""
        "Subject" <> '{Storage.TallySubject.Rendered.Value}'
        """;
}
