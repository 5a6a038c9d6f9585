using System.Reflection;
using Npgsql;
using Xunit.Sdk;

namespace LaionGrid.TestKit;

/// <summary>The databases a storage test runs on.</summary>
public enum DatabaseKind
{
    Sqlite,
    Postgres,
}

/// <summary>Runs a theory on SQLite; the first parameter is the kind.</summary>
public sealed class OnSqliteAttribute(params object[] more) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[DatabaseKind.Sqlite, .. more]];
}

/// <summary>Runs a theory on PostgreSQL, or shows it as skipped where none is configured.</summary>
public sealed class OnPostgresAttribute : DataAttribute
{
    private readonly object[] _more;

    public OnPostgresAttribute(params object[] more)
    {
        _more = more;
        if (Postgres.Server is null)
            Skip = $"No PostgreSQL. Set {Postgres.Variable} to a connection string of a user that may create databases.";
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[DatabaseKind.Postgres, .. _more]];
}

/// <summary>The PostgreSQL server that tests may make databases on.</summary>
public static class Postgres
{
    public const string Variable = "LAIONGRID_TEST_POSTGRES";

    /// <summary>Null when none is configured.</summary>
    public static string? Server => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? text : null;

    /// <summary>Makes an empty database and returns its connection string.</summary>
    /// <param name="server">Null for the one that is configured.</param>
    public static async Task<string> CreateAsync(string name, string? server = null)
    {
        await ExecuteAsync(server ?? Server, $"CREATE DATABASE {name}");
        return new NpgsqlConnectionStringBuilder(server ?? Server) { Database = name, MaxPoolSize = 10 }.ToString();
    }

    /// <summary>Whoever is connected to it still is thrown out.</summary>
    public static Task DropAsync(string name, string? server = null) => ExecuteAsync(server ?? Server, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");

    private static async Task ExecuteAsync(string? server, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
