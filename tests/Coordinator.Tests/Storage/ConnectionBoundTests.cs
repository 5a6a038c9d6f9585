using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;
using Npgsql;

namespace LaionGrid.Coordinator.Tests.Storage;

public sealed class ConnectionBoundTests
{
    private const int OfTheBus = 2; // one listens, one speaks

    [Theory]
    [InlineData("Host=db", 20)]
    [InlineData("Host=db;Maximum Pool Size=7", 7)]
    [InlineData("Host=db;maxpoolsize=150", 150)]
    [InlineData("Host=db;Minimum Pool Size=30", 30)]
    public void PoolSize_IsTwentyUnlessTheConnectionStringSays(string given, int expected) =>
        Assert.Equal(expected, new NpgsqlConnectionStringBuilder(new StorageOptions { ConnectionString = given }.PostgresConnectionString).MaxPoolSize);

    [Theory, OnPostgres]
    public async Task Calls_ThatComeTwoHundredAtOnce_ShareTheConnectionsOfThePool(DatabaseKind kind)
    {
        Assert.Equal(DatabaseKind.Postgres, kind);
        var name = $"grid_{Guid.NewGuid():N}";
        var unbounded = new NpgsqlConnectionStringBuilder(await Postgres.CreateAsync(name));
        unbounded.Remove("Maximum Pool Size");
        try
        {
            await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite, "--Storage:ConnectionString", unbounded.ToString());
            using var channel = grid.Channel();
            var board = new Board.BoardClient(channel);
            await using var watcher = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Postgres.Server) { Database = name, Pooling = false }.ToString());
            await watcher.OpenAsync();

            await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => board.GetLeaderboardAsync(new()).ResponseAsync));

            // Connections stay in the pool for minutes, so the most there were are there still.
            await using var count = new NpgsqlCommand("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", watcher);
            Assert.InRange((long)(await count.ExecuteScalarAsync())!, OfTheBus + 2, OfTheBus + StorageOptions.DefaultPoolSize);
        }
        finally
        {
            await Postgres.DropAsync(name);
        }
    }
}
