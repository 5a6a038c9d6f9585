using Grpc.Core;
using LaionGrid.Contracts;
using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;
using Microsoft.IdentityModel.Tokens;

namespace LaionGrid.Coordinator.Tests.Accounts;

/// <summary>People whom a site proves.</summary>
public sealed class PersonTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Register_Twice_GivesOneAccount_AndANameToOnePerson(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(kind);
        using var channel = grid.Channel();
        var accounts = new Contracts.V1.Accounts.AccountsClient(channel);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => accounts.RegisterAsync(new() { PersonId = "p1", Name = "Ada" }, grid.Site.ProveSite()).ResponseAsync));
        var taken = await RefusedAsync(() => accounts.RegisterAsync(new() { PersonId = "p2", Name = "ADA" }, grid.Site.ProveSite()).ResponseAsync);

        Assert.Single(answers.Select(answer => answer.AccountId).Distinct());
        Assert.Equal("account.name_taken", taken);
        Assert.Equal("Ada", (await accounts.WhoAmIAsync(new(), grid.Site.Prove(answers[0].AccountId))).Name);
    }

    [Theory, OnSqlite]
    public async Task Token_IsTakenOnce_AndOnlyAsItWasSigned(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(kind);
        using var channel = grid.Channel();
        using var stranger = new StagedSite(grid.Folder["stranger.pub"], TimeProvider.System);
        var accounts = new Contracts.V1.Accounts.AccountsClient(channel);
        var ada = (await accounts.RegisterAsync(new() { PersonId = "p1", Name = "Ada" }, grid.Site.ProveSite())).AccountId;
        var good = grid.Site.Token(ada, "person", "new");
        var now = DateTime.UtcNow;

        Assert.Equal("", await AskAsync(good));
        foreach (var (bad, what) in new[]
        {
            (good, "used before"),
            (stranger.Token(ada, "person", "new"), "signed by another"),
            (grid.Site.Token(ada, "person", "new", token => token.Audience = "another"), "for another"),
            (grid.Site.Token(ada, "person", "new", token => token.Issuer = "another"), "from another"),
            (grid.Site.Token(ada, "person", "new", token => (token.NotBefore, token.Expires) = (now.AddMinutes(-10), now.AddMinutes(-9))), "old"),
            (grid.Site.Token(ada, "person", "new", token => (token.NotBefore, token.Expires) = (now.AddMinutes(5), now.AddMinutes(6))), "from the future"),
            (grid.Site.Token(ada, "person", "new", token => token.Expires = now.AddHours(1)), "good for too long"),
            (grid.Site.Token(ada, "person", "new", token => token.SigningCredentials = null), "not signed"),
            (grid.Site.Token(ada, "worker", "new"), "of no person's role"),
            (grid.Site.Token(Guid.NewGuid().ToString("N"), "person", "new"), "of nobody"),
            (grid.Site.Token(null, "person", "new"), "of nobody named"),
            (grid.Site.Token(ada, "person", null), "without a rank"),
            ($"{good[..^8]}AAAAAAAA", "changed"),
            ("rubbish", "none at all"),
            ("", "empty"),
        })
            Assert.True(await AskAsync(bad) == "person.unproven", $"A token that is {what} was taken.");

        async Task<string> AskAsync(string token) => await RefusedAsync(() => accounts.WhoAmIAsync(new(), StagedSite.Headers(token)).ResponseAsync);
    }

    /// <summary>A site may start after the coordinator, or draw its key anew.</summary>
    [Theory, OnSqlite]
    public async Task SiteKey_WhenItsFileChanges_IsReadAgain(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(kind);
        using var channel = grid.Channel();
        var accounts = new Contracts.V1.Accounts.AccountsClient(channel);
        Assert.Equal("person.unproven", await RefusedAsync(() => accounts.WhoAmIAsync(new(), StagedSite.Headers("rubbish")).ResponseAsync));
        var ada = (await accounts.RegisterAsync(new() { PersonId = "p1", Name = "Ada" }, grid.Site.ProveSite())).AccountId;

        using var another = new StagedSite(grid.Folder["site.pub"], TimeProvider.System);
        File.SetLastWriteTimeUtc(grid.Folder["site.pub"], DateTime.UtcNow.AddSeconds(2)); // a file system's clock may be coarse

        Assert.Equal("Ada", (await accounts.WhoAmIAsync(new(), another.Prove(ada))).Name);
        Assert.Equal("person.unproven", await RefusedAsync(() => accounts.WhoAmIAsync(new(), grid.Site.Prove(ada)).ResponseAsync));
    }

    /// <summary>What only the site itself, or only a person, may ask is refused to everybody else.</summary>
    [Theory, OnSqlite]
    public async Task Calls_OfTheSiteAndOfPeople_AreKeptApart(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(kind);
        using var channel = grid.Channel();
        var accounts = new Contracts.V1.Accounts.AccountsClient(channel);
        var ada = (await accounts.RegisterAsync(new() { PersonId = "p1", Name = "Ada" }, grid.Site.ProveSite())).AccountId;

        Assert.Equal("key.missing", await RefusedAsync(() => accounts.RegisterAsync(new() { PersonId = "p2", Name = "Bea" }).ResponseAsync));
        Assert.Equal("key.not_allowed", await RefusedAsync(() => accounts.RegisterAsync(new() { PersonId = "p2", Name = "Bea" }, grid.Site.Prove(ada, "operator")).ResponseAsync));
        Assert.Equal("key.not_allowed", await RefusedAsync(() => accounts.CreateKeyAsync(new(), grid.Site.ProveSite()).ResponseAsync));
        Assert.Equal("key.not_allowed", await RefusedAsync(() => accounts.DeleteAsync(new(), grid.Site.ProveSite()).ResponseAsync));
    }

    internal static async Task<string> RefusedAsync<T>(Func<Task<T>> call)
    {
        try
        {
            await call();
            return "";
        }
        catch (RpcException error)
        {
            return error.Trailers.GetValueBytes("laiongrid-refusal-bin") is { } refusal ? Refusal.Parser.ParseFrom(refusal).Code : error.Status.ToString();
        }
    }
}
