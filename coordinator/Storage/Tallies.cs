namespace LaionGrid.Coordinator.Storage;

/// <summary>What a write adds to a subject's sums.</summary>
/// <param name="At">When it happened; decides the hour and the day.</param>
internal readonly record struct Addition(TallySubject Subject, DateTimeOffset At, long Amount, long Count);

/// <summary>
/// Running sums without hot rows. Writers append entries in the transaction of what they sum, and never wait for each other;
/// <see cref="FoldTallies"/> moves entries into tallies. Readers add both up in one statement, so they see each addition exactly once.
/// </summary>
internal static class Tallies
{
    /// <summary>The longest window that begins within a day; older hours are kept in their days alone.</summary>
    public static readonly TimeSpan HoursKept = TimeSpan.FromDays(32);

    /// <summary>Appends what the caller's transaction adds: one row for each subject and hour, in one statement.</summary>
    public static async Task AppendAsync(this GridDb db, IEnumerable<Addition> additions, CancellationToken cancellationToken)
    {
        var rows = additions.GroupBy(one => (one.Subject, Hour: one.At.Floor(TallySpan.Hour))).Select(group => new object?[]
        {
            Guid.CreateVersion7(group.Key.Hour), group.Key.Subject.Value, group.Key.Hour.ToMicroseconds(), group.Sum(one => one.Amount), group.Sum(one => one.Count),
        }).ToList();
        if (rows.Count > 0)
            await db.ExecuteRowsAsync("""INSERT INTO tally_entries ("Id", "Subject", "Hour", "Amount", "Count") VALUES {rows}""", rows, [], cancellationToken);
    }

    /// <summary>A subject's sums over the stretch of time that still goes on.</summary>
    /// <param name="now">Any instant of the stretch.</param>
    public static async Task<(long Amount, long Count)> SumAsync(this GridDb db, TallySubject subject, TallySpan span, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await db.QueryRowsAsync( // primary key, and the few entries there are
            """
            SELECT CAST(COALESCE(SUM("Amount"), 0) AS bigint), CAST(COALESCE(SUM("Count"), 0) AS bigint) FROM (
                SELECT "Amount", "Count" FROM tallies WHERE "Span" = @a0 AND "Start" = @a1 AND "Subject" = @a2
                UNION ALL SELECT "Amount", "Count" FROM tally_entries WHERE "Hour" >= @a1 AND "Subject" = @a2) parts
            """,
            [], [span.ToString(), now.Floor(span).ToMicroseconds(), subject.Value], row => (row.GetInt64(0), row.GetInt64(1)), cancellationToken))[0];

    /// <summary>Some subjects' sums of each hour or each day, in no order; a stretch in which nothing was added is left out.</summary>
    /// <param name="from">The beginning of the first.</param>
    /// <param name="last">The beginning of the last.</param>
    public static Task<List<Addition>> SumsAsync(
        this GridDb db, IReadOnlyCollection<TallySubject> subjects, TallySpan span, DateTimeOffset from, DateTimeOffset last, CancellationToken cancellationToken) => db.QueryRowsAsync(
            // CROSS JOIN keeps SQLite to this order: each row wanted is looked up by the primary key, and the few entries there are are read once.
            """
            WITH RECURSIVE subjects(id) AS (VALUES {rows}), starts(at) AS (SELECT CAST(@a1 AS bigint) UNION ALL SELECT at + @a3 FROM starts WHERE at + @a3 <= @a2)
            SELECT "Subject", at, CAST(SUM("Amount") AS bigint), CAST(SUM("Count") AS bigint) FROM (
                SELECT t."Subject", starts.at, t."Amount", t."Count" FROM subjects CROSS JOIN starts CROSS JOIN tallies t WHERE t."Span" = @a0 AND t."Start" = starts.at AND t."Subject" = subjects.id
                UNION ALL SELECT e."Subject", e."Hour" - e."Hour" % @a3, e."Amount", e."Count" FROM tally_entries e WHERE e."Hour" >= @a1 AND e."Subject" IN (SELECT id FROM subjects)) parts
            GROUP BY "Subject", at
            """,
            subjects.Select(subject => new object?[] { subject.Value }).ToList(), [span.ToString(), from.ToMicroseconds(), last.ToMicroseconds(), LengthOf(span).Ticks / TimeSpan.TicksPerMicrosecond],
            row => new Addition(row.ReadId<TallySubject>(0), Instants.FromMicroseconds(row.GetInt64(1)), row.GetInt64(2), row.GetInt64(3)), cancellationToken);

    /// <summary>
    /// A query for the parts of everybody's sums ("Subject", "Amount", "Count") from the start of an hour on: the hours up to the
    /// first midnight, then whole days. Its parameters are @a0 and @a1, see <see cref="Bounds"/>; it reaches back <see cref="HoursKept"/>.
    /// </summary>
    public const string PartsSince =
        """
        SELECT "Subject", "Amount", "Count" FROM tallies WHERE "Span" = 'Hour' AND "Start" >= @a0 AND "Start" < @a1
        UNION ALL SELECT "Subject", "Amount", "Count" FROM tallies WHERE "Span" = 'Day' AND "Start" >= @a1
        UNION ALL SELECT "Subject", "Amount", "Count" FROM tally_entries WHERE "Hour" >= @a0
        """; // primary key, twice a range

    /// <summary>As <see cref="PartsSince"/>, over all time.</summary>
    public const string PartsOfAllTime =
        """
        SELECT "Subject", "Amount", "Count" FROM tallies WHERE "Span" = 'Always'
        UNION ALL SELECT "Subject", "Amount", "Count" FROM tally_entries
        """; // primary key, a range

    /// <summary>The hour that a window begins with, and the first midnight in it.</summary>
    public static (long Hour, long Midnight) Bounds(DateTimeOffset since)
    {
        var hour = since.Floor(TallySpan.Hour);
        var day = hour.Floor(TallySpan.Day);
        return (hour.ToMicroseconds(), (hour == day ? day : day.AddDays(1)).ToMicroseconds());
    }

    private static TimeSpan LengthOf(TallySpan span) => span switch
    {
        TallySpan.Hour => TimeSpan.FromHours(1),
        TallySpan.Day => TimeSpan.FromDays(1),
        _ => throw new ArgumentOutOfRangeException(nameof(span), span, "All time has no length."),
    };

    /// <summary>When the stretch begins that this instant lies in.</summary>
    public static DateTimeOffset Floor(this DateTimeOffset at, TallySpan span) => span switch
    {
        TallySpan.Hour => at.AddTicks(-(at.UtcTicks % TimeSpan.TicksPerHour)),
        TallySpan.Day => at.AddTicks(-(at.UtcTicks % TimeSpan.TicksPerDay)),
        _ => DateTimeOffset.UnixEpoch,
    };
}
