using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace LaionGrid.Coordinator.Tests.Accounts;

/// <summary>Keys that people make for their programs and machines.</summary>
public sealed class KeyTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Key_MadeForAPerson_IsListed_Works_AndEndsWhenRevoked(DatabaseKind kind)
    {
        await using var stage = await StartAsync(kind);
        var made = await stage.Accounts.CreateKeyAsync(new() { Label = "laptop", Scopes = { KeyScope.Generate, KeyScope.Read } }, stage.Prove());

        Assert.Equal("Ada", (await stage.Accounts.WhoAmIAsync(new(), Bearer(made.Key))).Name);
        var listed = Assert.Single((await stage.Accounts.ListKeysAsync(new(), stage.Prove())).Keys);
        Assert.Equal((made.KeyPrefix, "laptop", 0), (listed.Prefix, listed.Label, listed.ExpiresAtUs));
        Assert.Equal([KeyScope.Read, KeyScope.Generate], listed.Scopes);
        Assert.NotEqual(0, listed.LastUsedAtUs);

        await stage.Accounts.RevokeKeyAsync(new() { KeyPrefix = made.KeyPrefix }, stage.Prove());
        Assert.Empty((await stage.Accounts.ListKeysAsync(new(), stage.Prove())).Keys);
        await using var later = await stage.AfterRestartAsync();
        Assert.Equal("key.unknown", await PersonTests.RefusedAsync(() => later.Accounts.WhoAmIAsync(new(), Bearer(made.Key)).ResponseAsync));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Key_OfALockedAccount_IsRefusedUntilItIsOpened_AndItsMachineGoesOn(DatabaseKind kind)
    {
        await using var stage = await StartAsync(kind);
        var key = Bearer((await stage.Accounts.CreateKeyAsync(new(), stage.Prove())).Key);
        var machine = Bearer((await new Contracts.V1.Fleet.FleetClient(stage.Channel).EnrollAsync(new() { EnrollKey = new('k', 40), WorkerName = "finch" }, key)).WorkerKey);
        var chief = Bearer(stage.Grid.OperatorKey);

        await stage.Accounts.SetLockedAsync(new() { AccountId = stage.AccountId, IsLocked = true }, chief);
        await using (var later = await stage.AfterRestartAsync()) // the half minute of trust is over
        {
            Assert.Equal("account.locked", await PersonTests.RefusedAsync(() => later.Accounts.WhoAmIAsync(new(), key).ResponseAsync));
            Assert.Equal("worker", (await later.Accounts.WhoAmIAsync(new(), machine)).Role);
            await later.Accounts.SetLockedAsync(new() { AccountId = stage.AccountId, IsLocked = false }, chief);
            await using var open = await later.AfterRestartAsync();
            Assert.Equal("Ada", (await open.Accounts.WhoAmIAsync(new(), key)).Name);
            var acts = (await new Contracts.V1.Moderation.ModerationClient(open.Channel).ListActsAsync(new() { Limit = 5 }, chief)).Acts;
            Assert.Equal(["account.open", "account.lock"], acts.Select(act => act.What));
        }
    }

    [Theory, OnSqlite]
    public async Task Operator_LockingTheirOwnAccount_IsRefused(DatabaseKind kind)
    {
        await using var stage = await StartAsync(kind);

        Assert.Equal("account.oneself", await PersonTests.RefusedAsync(() => stage.Accounts.SetLockedAsync(new() { AccountId = stage.AccountId, IsLocked = true }, stage.Prove("operator")).ResponseAsync));
    }

    [Theory, OnSqlite]
    public async Task Key_WithoutAScope_IsRefusedWhatItCovers(DatabaseKind kind)
    {
        await using var stage = await StartAsync(kind);
        var reading = (await stage.Accounts.CreateKeyAsync(new() { Scopes = { KeyScope.Read } }, stage.Prove())).Key;
        var (requests, fleet, teams) = (new Requests.RequestsClient(stage.Channel), new Contracts.V1.Fleet.FleetClient(stage.Channel), new Contracts.V1.Teams.TeamsClient(stage.Channel));

        foreach (var call in new Func<Task>[]
        {
            () => requests.SubmitAsync(new() { RequestKey = "r", Settings = new() { Prompt = "a boat" }, Count = 1 }, Bearer(reading)).ResponseAsync,
            () => fleet.EnrollAsync(new() { EnrollKey = new('k', 40) }, Bearer(reading)).ResponseAsync,
            () => teams.CreateAsync(new() { Name = "Waders" }, Bearer(reading)).ResponseAsync,
            () => stage.Accounts.CreateKeyAsync(new(), Bearer(reading)).ResponseAsync,
            () => stage.Accounts.ListKeysAsync(new(), Bearer(reading)).ResponseAsync,
            () => stage.Accounts.RevokeKeyAsync(new() { KeyPrefix = reading[..10] }, Bearer(reading)).ResponseAsync,
        })
            Assert.Equal("key.out_of_scope", await PersonTests.RefusedAsync(async () => { await call(); return true; }));
    }

    [Theory, OnSqlite]
    public async Task Key_MadeByAKey_IsGoodForNoMore(DatabaseKind kind)
    {
        await using var stage = await StartAsync(kind);
        var narrow = (await stage.Accounts.CreateKeyAsync(new() { Scopes = { KeyScope.Account, KeyScope.Read } }, stage.Prove())).Key;

        Assert.Equal("key.scopes_invalid", await PersonTests.RefusedAsync(() => stage.Accounts.CreateKeyAsync(new() { Scopes = { KeyScope.Generate } }, Bearer(narrow)).ResponseAsync));
        var child = (await stage.Accounts.CreateKeyAsync(new(), Bearer(narrow))).KeyPrefix;

        Assert.Equal([KeyScope.Read, KeyScope.Account], (await stage.Accounts.ListKeysAsync(new(), stage.Prove())).Keys.Single(key => key.Prefix == child).Scopes);
    }

    [Theory, OnSqlite]
    public async Task Key_PastItsEnd_IsUnknown_AndOnePastAlreadyIsNotMade(DatabaseKind kind)
    {
        var time = new ManualTime();
        await using var stage = await PersonStage.StartAsync(kind, services => services.AddSingleton<TimeProvider>(time));
        var now = time.GetUtcNow();
        Assert.Equal("key.expiry_past", await PersonTests.RefusedAsync(() => stage.Accounts.CreateKeyAsync(new() { ExpiresAtUs = now.ToMicroseconds() }, stage.Prove()).ResponseAsync));
        var key = (await stage.Accounts.CreateKeyAsync(new() { ExpiresAtUs = now.AddHours(1).ToMicroseconds() }, stage.Prove())).Key;
        Assert.Equal("Ada", (await stage.Accounts.WhoAmIAsync(new(), Bearer(key))).Name);

        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal("key.unknown", await PersonTests.RefusedAsync(() => stage.Accounts.WhoAmIAsync(new(), Bearer(key)).ResponseAsync));
    }

    [Theory, OnSqlite]
    public async Task Keys_AreTwentyAtMost(DatabaseKind kind)
    {
        await using var stage = await StartAsync(kind);
        for (var made = 0; made < 20; made++)
            await stage.Accounts.CreateKeyAsync(new(), stage.Prove());

        Assert.Equal("key.too_many", await PersonTests.RefusedAsync(() => stage.Accounts.CreateKeyAsync(new(), stage.Prove()).ResponseAsync));
    }

    private static Metadata Bearer(string key) => new() { { "authorization", $"Bearer {key}" } };

    private static Task<PersonStage> StartAsync(DatabaseKind kind) => PersonStage.StartAsync(kind);
}
