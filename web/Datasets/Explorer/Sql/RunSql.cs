using LaionGrid.Web.Datasets.Explorer.Tables;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using SQLitePCL;

namespace LaionGrid.Web.Datasets.Explorer.Sql;

/// <summary>
/// Runs a stranger's query. The file is opened read-only, and on top of it SQLite asks before each access whether it may: only reading, functions and recursion may. Time is watched every few
/// thousand of its steps, and values, columns and depth are bounded, so that neither a loop without end nor a value without end gets far. Sorting spills to disk, not to memory.
/// </summary>
internal sealed class RunSql(IOptions<ExplorerOptions> options, TimeProvider time) : IDisposable
{
    private const int Steps = 2000; // of SQLite's machine between two looks at the clock
    private const long MostBytes = 4 << 20;
    private const long MostMemory = 256L << 20; // of all that SQLite holds in this process

    // A value is at most twice a caption of 100 kB: functions that look for one value in another are quadratic, and no step is interrupted.
    private static readonly (int Limit, int Most)[] Limits =
    [
        (raw.SQLITE_LIMIT_LENGTH, 200_000), (raw.SQLITE_LIMIT_SQL_LENGTH, 10_000), (raw.SQLITE_LIMIT_COLUMN, 100), (raw.SQLITE_LIMIT_EXPR_DEPTH, 50), (raw.SQLITE_LIMIT_COMPOUND_SELECT, 20),
        (raw.SQLITE_LIMIT_VDBE_OP, 50_000), (raw.SQLITE_LIMIT_FUNCTION_ARG, 20), (raw.SQLITE_LIMIT_ATTACHED, 0), (raw.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100), (raw.SQLITE_LIMIT_WORKER_THREADS, 0),
    ];

    private readonly SemaphoreSlim _turns = new(options.Value.AtOnce);

    public SqlOutcome Run(DataSet set, string sql)
    {
        if (!_turns.Wait(TimeSpan.Zero))
            return new SqlOutcome.Busy();
        try
        {
            using var connection = set.OpenApart();
            return Run(connection, sql);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    private SqlOutcome Run(SqliteConnection connection, string sql)
    {
        var database = connection.Handle!; // it is open
        Prepare(connection, database);
        var start = time.GetTimestamp();
        var limit = TimeSpan.FromMilliseconds(options.Value.SqlMilliseconds);
        raw.sqlite3_progress_handler(database, Steps, _ => time.GetElapsedTime(start) > limit || raw.sqlite3_memory_used() > MostMemory ? 1 : 0, null);
        try
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The visitor's own query is the very point; what it may do is decided above.
            command.CommandText = sql;
#pragma warning restore CA2100
            using var reader = command.ExecuteReader();
            var rows = ReadTables.Rows(reader, options.Value.SqlRows, MostBytes);
            return reader.NextResult() ? new SqlOutcome.Refused("Ask one query at a time: nothing may follow the semicolon.") : new SqlOutcome.Given(rows, time.GetElapsedTime(start));
        }
        catch (SqliteException error)
        {
            return new SqlOutcome.Refused(Explain(error, limit));
        }
        catch (Exception error) when (error is InvalidOperationException or OverflowException or ArgumentException) // what the provider says of parameters without values and the like
        {
            return new SqlOutcome.Refused("This is no single SELECT without parameters. Write the values into the query.");
        }
    }

    private static void Prepare(SqliteConnection connection, sqlite3 database)
    {
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "PRAGMA query_only = ON; PRAGMA temp_store = FILE; PRAGMA cache_size = -8192; PRAGMA trusted_schema = OFF; SELECT rowid FROM images_fts LIMIT 1";
            command.ExecuteNonQuery();
        }
        foreach (var (limit, most) in Limits)
            raw.sqlite3_limit(database, limit, most);
        raw.sqlite3_set_authorizer(database, (_, action, first, _, _, _) => MayDo(action, first) ? raw.SQLITE_OK : raw.SQLITE_DENY, null);
    }

    private static bool MayDo(int action, string? first) => action switch
    {
        raw.SQLITE_SELECT or raw.SQLITE_READ or raw.SQLITE_RECURSIVE => true,
        raw.SQLITE_FUNCTION => true, // those that could touch files are not compiled in, or want a permission that is off
        raw.SQLITE_PRAGMA => first == "data_version", // the word index looks at it whenever it is read
        _ => false,
    };

    private static string Explain(SqliteException error, TimeSpan limit) => error.SqliteErrorCode switch
    {
        raw.SQLITE_INTERRUPT => $"The query was stopped after {limit.TotalSeconds:0.#} s, or because it wanted too much memory. Ask for less: a WHERE that an index serves, or a LIMIT.",
        raw.SQLITE_AUTH => "A query may only read: SELECT and WITH, nothing else.",
        raw.SQLITE_TOOBIG => "A value of the query is larger than 200,000 bytes, or the query itself longer than 10,000. Cut it with substr.",
        raw.SQLITE_NOMEM or raw.SQLITE_FULL => "The query wants more memory or temporary space than there is for it. Ask for less.",
        _ => $"SQLite does not understand the query: {Said(error.Message)}.",
    };

    /// <summary>SQLite's own words without the provider's around them.</summary>
    private static string Said(string message) => message.Split('\'', 2) is [_, var rest] && rest.LastIndexOf('\'') is > 0 and var end ? rest[..end] : message;
}

/// <summary>What became of a query.</summary>
internal abstract record SqlOutcome
{
    private SqlOutcome()
    {
    }

    internal sealed record Given(DataRows Rows, TimeSpan Took) : SqlOutcome;

    /// <param name="Reason">For people.</param>
    internal sealed record Refused(string Reason) : SqlOutcome;

    /// <summary>Others are being served.</summary>
    internal sealed record Busy : SqlOutcome;
}
