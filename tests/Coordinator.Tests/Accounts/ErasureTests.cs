using System.Text;
using System.Text.Json;
using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Leaderboards;
using LaionGrid.Coordinator.Tests.Ledger;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;
using BoardKind = LaionGrid.Coordinator.Leaderboards.BoardKind;

namespace LaionGrid.Coordinator.Tests.Accounts;

/// <summary>What becomes of people who go.</summary>
public sealed class ErasureTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Erased_NobodyKnowsTheNameAnyMore_AndTheLedgerStillProves(DatabaseKind kind)
    {
        await using var stage = await PersonStage.StartAsync(kind);
        var machine = await WorkerClient.EnrollAsync(stage.Grid, "adas-pc", ownersKey: (await stage.Accounts.CreateKeyAsync(new(), stage.Prove())).Key);
        var ledger = new LedgerScene(stage.Grid);
        await ledger.PostAsync(Credit.Final(AccountId.From(Guid.ParseExact(stage.AccountId, "N")), 7));
        Assert.Equal("Ada", await NameOnBoardAsync(stage.Grid));

        var pseudonym = (await stage.Accounts.DeleteAsync(new(), stage.Prove())).Pseudonym;

        Assert.Equal(pseudonym, await NameOnBoardAsync(stage.Grid));
        Assert.Equal("account.erased", await PersonTests.RefusedAsync(() => stage.Accounts.WhoAmIAsync(new(), stage.Prove()).ResponseAsync));
        Assert.Equal("", await PersonTests.RefusedAsync(() => stage.Accounts.RegisterAsync(new() { PersonId = "person-2", Name = "Ada" }, stage.Grid.Site.ProveSite()).ResponseAsync));
        Assert.Empty(await ledger.ProveAsync());
        await using var db = await new Story(stage.Grid).DbAsync();
        Assert.DoesNotContain("adas-pc", await db.Set<Coordinator.Fleet.Worker>().Select(worker => worker.Name).ToListAsync());
        await using var later = await stage.AfterRestartAsync();
        Assert.Equal("key.unknown", await PersonTests.RefusedAsync(() => machine.Over(later.Grid).Work.HeartbeatAsync(new() { Lease = new() }).ResponseAsync));
        Assert.Equal(pseudonym, await NameOnBoardAsync(later.Grid));
    }

    /// <summary>A slice that keeps a person's rows and registers none of its records would be forgotten by both: this asks for each table that names an account.</summary>
    [Theory, OnSqlite]
    public async Task Export_HasEachSlicesFile_AsOneJsonArray(DatabaseKind kind)
    {
        await using var stage = await PersonStage.StartAsync(kind);
        await stage.Accounts.CreateKeyAsync(new() { Label = "laptop" }, stage.Prove());

        var files = new Dictionary<string, MemoryStream>();
        using var export = stage.Accounts.Export(new(), stage.Prove());
        await foreach (var chunk in export.ResponseStream.ReadAllAsync())
            (files.TryGetValue(chunk.File, out var file) ? file : files[chunk.File] = new()).Write(chunk.Data.Span);

        Assert.Superset(new HashSet<string> { "account.json", "workers.json", "balances.json" }, files.Keys.ToHashSet());
        foreach (var (name, file) in files)
            Assert.True(JsonDocument.Parse(file.ToArray()).RootElement.ValueKind == JsonValueKind.Array, name);
        Assert.Contains("laptop", Encoding.UTF8.GetString(files["account.json"].ToArray()), StringComparison.Ordinal);
        Assert.DoesNotContain("hash", Encoding.UTF8.GetString(files["account.json"].ToArray()), StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<string> NameOnBoardAsync(CoordinatorUnderTest grid) =>
        Assert.Single((await grid.Get<ViewBoards>().PageAsync(BoardKind.People, BoardPeriod.AllTime, 0, 10, default)).Rows).Entrant.Name;
}
