using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Accounts.Linking;
using LaionGrid.Coordinator.Tests.Ledger;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Accounts.Linking;

public sealed class LinkTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Code_ThatIsConfirmed_GivesOneKey_ForMachinesAlone(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var ada = await new LedgerScene(grid).OwnerAsync("Ada");
        var begun = await BeginAsync(grid, "lark");
        var waiting = await PollAsync(grid, begun);

        var typed = $" {begun.Code.Text[..4].ToLowerInvariant()}-{begun.Code.Text[4..]} ";
        var (name, _) = await grid.Get<AnswerLink>().FindAsync(ada, typed, default);
        Assert.Null(await grid.Get<AnswerLink>().RunAsync(ada, typed, isAccepted: true, default));
        var confirmed = Assert.IsType<PollLinkOutcome.Confirmed>(await PollAsync(grid, begun));

        Assert.IsType<PollLinkOutcome.Waiting>(waiting);
        Assert.Equal(("lark", "Ada"), (name, confirmed.AccountName));
        var caller = await grid.Get<KnownKeys>().FindAsync(confirmed.Key.Hash, default);
        Assert.Equal((ada, KeyRole.Person, KeyScopes.Worker), (caller!.AccountId, caller.Role, caller.Scopes));
        Assert.IsType<PollLinkOutcome.Unknown>(await PollAsync(grid, begun));
        Assert.Equal("link.unknown", (await grid.Get<AnswerLink>().RunAsync(ada, typed, isAccepted: true, default))?.Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Code_ThatIsRefused_GivesNoKey_AndTheFirstAnswerCounts(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var ledger = new LedgerScene(grid);
        var (ada, bob) = (await ledger.OwnerAsync("Ada"), await ledger.OwnerAsync("Bob"));
        var begun = await BeginAsync(grid, "");

        await grid.Get<AnswerLink>().RunAsync(ada, begun.Code.Text, isAccepted: false, default);
        var second = await grid.Get<AnswerLink>().RunAsync(bob, begun.Code.Text, isAccepted: true, default);

        Assert.Equal("link.unknown", second?.Code);
        Assert.IsType<PollLinkOutcome.Refused>(await PollAsync(grid, begun));
        Assert.Equal(0, await ledger.ReadAsync(db => db.ApiKeys.CountAsync(key => key.AccountId == bob && key.Holder == null)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Code_AfterTenMinutes_IsOver_AndMakesRoom(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var ledger = new LedgerScene(grid);
        var ada = await ledger.OwnerAsync("Ada");
        var begun = await BeginAsync(grid, "lark");
        grid.Time.Advance(Link.Lasts);

        Assert.Equal("link.unknown", (await grid.Get<AnswerLink>().RunAsync(ada, begun.Code.Text, isAccepted: true, default))?.Code);
        Assert.IsType<PollLinkOutcome.Unknown>(await PollAsync(grid, begun));
        await BeginAsync(grid, "wren");
        Assert.Equal(1, await ledger.ReadAsync(db => db.Links.CountAsync()));
    }

    [Theory, OnSqlite]
    public async Task Codes_ThatAreGuessed_ShutTheAccountOut_AndNobodyElse(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var ledger = new LedgerScene(grid);
        var (ada, bob) = (await ledger.OwnerAsync("Ada"), await ledger.OwnerAsync("Bob"));
        var begun = await BeginAsync(grid, "lark");
        for (var guess = 0; guess < LinkLimits.Most; guess++)
            Assert.Equal("link.unknown", (await grid.Get<AnswerLink>().FindAsync(ada, guess % 2 == 0 ? "BCDFGHJK" : "%", default)).Refusal?.Code);

        Assert.Equal("link.too_many", (await grid.Get<AnswerLink>().FindAsync(ada, begun.Code.Text, default)).Refusal?.Code);
        Assert.Equal("link.too_many", (await grid.Get<AnswerLink>().RunAsync(ada, begun.Code.Text, isAccepted: true, default))?.Code);
        Assert.Equal("lark", (await grid.Get<AnswerLink>().FindAsync(bob, begun.Code.Text, default)).MachineName);
        grid.Time.Advance(Link.Lasts);
        Assert.Equal("link.unknown", (await grid.Get<AnswerLink>().FindAsync(ada, begun.Code.Text, default)).Refusal?.Code);
    }

    [Theory, OnSqlite]
    public async Task Codes_OfOneNetwork_AreBounded(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        for (var machine = 0; machine < LinkLimits.Most; machine++)
            await BeginAsync(grid, $"machine {machine}", "a network");

        Assert.IsType<BeginLinkOutcome.Refused>(await grid.Get<BeginLink>().RunAsync("one more", "a network", default));
        await BeginAsync(grid, "elsewhere", "another network");
    }

    /// <summary>Of two polls that hear yes at once, one has the key.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Poll_TwiceAtOnce_GivesOneKey(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var ledger = new LedgerScene(grid);
        var ada = await ledger.OwnerAsync("Ada");
        var begun = await BeginAsync(grid, "lark");
        await grid.Get<AnswerLink>().RunAsync(ada, begun.Code.Text, isAccepted: true, default);

        var polls = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PollAsync(grid, begun)));

        Assert.Single(polls.OfType<PollLinkOutcome.Confirmed>());
        Assert.Equal(1, await ledger.ReadAsync(db => db.ApiKeys.CountAsync(key => key.AccountId == ada && key.Holder == null)));
    }

    [Theory, InlineData("BCDFGHJK", true), InlineData("bcdf-ghjk", true), InlineData("BCDF GHJ", false), InlineData("BCDFGHJ0", false), InlineData("", false), InlineData("BCDFGHJKL", false)]
    public void Code_IsReadAsPeopleTypeIt(string typed, bool isCode) => Assert.Equal(isCode, LinkCode.Read(typed) is not null);

    private static async Task<BeginLinkOutcome.Begun> BeginAsync(CoordinatorUnderTest grid, string name, string network = "") =>
        Assert.IsType<BeginLinkOutcome.Begun>(await grid.Get<BeginLink>().RunAsync(name, network, default));

    private static Task<PollLinkOutcome> PollAsync(CoordinatorUnderTest grid, BeginLinkOutcome.Begun begun) => grid.Get<PollLink>().RunAsync(begun.Secret, default);
}
