using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Ledger.PublicLog;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Worker.Audit;
using LaionGrid.Worker.Identity;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Worker.Tests.Audit;

/// <summary>A coordinator with a ledger, a machine that has joined it, and an intruder who has the database.</summary>
internal sealed class AuditScene : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _attempts;

    private AuditScene(CoordinatorUnderTest grid) => Grid = grid;

    public CoordinatorUnderTest Grid { get; }

    public string Data => _folder["worker"];

    public AccountId Owner { get; private set; }

    public Guid Device { get; private set; }

    public ReceiptBox Box => new(Data);

    public static async Task<AuditScene> StartAsync(DatabaseKind kind = DatabaseKind.Sqlite)
    {
        var scene = new AuditScene(await CoordinatorUnderTest.StartAsync(kind, "--Log:PublishSeconds", "3600"));
        var enrolled = (EnrollOutcome.Enrolled)await scene.Grid.Get<EnrollWorker>().RunAsync(new(new string('k', 40), "lark", "", WorkerRole.Volunteer), Caller.Anonymous, default);
        (scene.Device, scene.Owner) = (enrolled.WorkerId.Value, await scene.InDbAsync(db => db.Workers.Select(worker => worker.AccountId).SingleAsync()));
        using (var folder = DataFolder.Take(scene.Data).Folder!)
            new IdentityFile(folder.Path).Write(new(new string('k', 40), IsReferee: false, enrolled.Secret.Text, "lark", "lark"));
        return scene;
    }

    /// <summary>So many accepted attempts of the machine, the first named "attempt:1".</summary>
    public async Task EarnAsync(int times)
    {
        for (var time = 0; time < times; time++)
        {
            await PostAsync(new($"attempt:{++_attempts}", CreditPolicy.Provisional(Owner, Device, 100)));
            await PublishAsync(); // each has its place before the next comes
        }
    }

    public Task PostAsync(Entry entry) => Grid.Get<GridWriter>().RunAsync(db => Grid.Get<Journal>().PostAsync(db, [entry], default), default);

    public Task PublishAsync() => Grid.Get<SequenceLog>().RunAsync(default);

    /// <summary>What the program prints, both streams, with its exit code before.</summary>
    public async Task<string> AuditAsync(string? receipt = null, bool isFull = false, Uri? address = null)
    {
        await using var output = new StringWriter();
        var code = await AuditCommand.RunAsync(address ?? new(Grid.Address), Data, receipt, isFull, output, output, default);
        return $"{code}\n{output}";
    }

    public Task SpoilAsync(string sql) => InDbAsync(async db =>
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"{(db.Database.IsSqlite() ? "PRAGMA foreign_keys = OFF" : "SET session_replication_role = replica")}; {sql}";
        return await command.ExecuteNonQueryAsync();
    });

    /// <summary>The intruder, who also has the key, makes the log anew over whatever the ledger holds now.</summary>
    public async Task RegrowAsync()
    {
        await SpoilAsync("""
            DELETE FROM log_leaves;
            DELETE FROM log_tiles;
            UPDATE log_head SET "Size" = 0, "Key" = '';
            DELETE FROM log_waiting;
            INSERT INTO log_waiting ("TransactionId") SELECT "Id" FROM ledger_transactions;
            """);
        await PublishAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Grid.DisposeAsync();
        _folder.Dispose();
    }

    public async Task<T> InDbAsync<T>(Func<GridDb, Task<T>> work)
    {
        await using var db = await Grid.Get<IDbContextFactory<GridDb>>().CreateDbContextAsync();
        await db.Database.OpenConnectionAsync();
        return await work(db);
    }
}
