using System.Net;
using LaionGrid.TestKit;
using LaionGrid.Web.People;
using LaionGrid.Web.People.Operate;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LaionGrid.Web.Tests.People;

/// <summary>Roles, locks and ranks.</summary>
public sealed class RightsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Operator_MakesAModerator_AndTheRecordSaysSo(DatabaseKind kind)
    {
        await using var stage = await PeopleStage.StartAsync(kind);
        var (chief, visit) = (stage.Visit(), stage.Visit());
        await SignUpOperatorAsync(stage, chief);
        await visit.SignUpAsync("Grace");
        Assert.Contains("New here", (await visit.OpenAsync("/me")).Text(".eyebrow"), StringComparison.Ordinal);

        Visit.AssertSentTo("/operate/people?find=gra", await chief.SendAsync(await chief.OpenAsync("/operate/people?find=gra"), "/operate/people", ("deed", "moderator")));

        Assert.Contains("Moderator", (await visit.OpenAsync("/me")).Text(".eyebrow"), StringComparison.Ordinal); // from the next page on
        await using var db = await stage.DbAsync();
        Assert.Equal(
            [("the command line", "Ada", "became operator"), ("Ada", "Grace", "became moderator")],
            (await db.Grants.OrderBy(grant => grant.Id).ToListAsync()).Select(grant => (grant.By, grant.Of, grant.Deed)));
    }

    [Fact]
    public async Task OperatorsPage_ForOthers_IsClosed()
    {
        await using var stage = await PeopleStage.StartAsync();
        var visit = stage.Visit();
        Visit.AssertSentTo("/sign-in?return=%2Foperate%2Fpeople", await visit.GetAsync("/operate/people"));
        await visit.SignUpAsync("Eve");
        var own = await visit.OpenAsync("/me");
        var token = own.QuerySelector("input[name='form']")?.GetAttribute("value") ?? "";

        Assert.Equal(HttpStatusCode.Forbidden, (await visit.GetAsync("/operate/people")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await visit.PostAsync("/operate/people", ("form", token), ("name", "Eve"), ("deed", "operator"))).StatusCode);
    }

    [Fact]
    public async Task Operator_CannotChangeTheirOwnRights()
    {
        await using var stage = await PeopleStage.StartAsync();
        var (chief, other) = (stage.Visit(), stage.Visit());
        await SignUpOperatorAsync(stage, chief);
        await other.SignUpAsync("Grace");

        var answer = await chief.SendAsync(await chief.OpenAsync("/operate/people?find=Grace"), "/operate/people", ("name", "Ada"), ("deed", "person"));

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        await chief.OpenAsync("/operate/people");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Person_WhoIsLocked_IsOutAtOnceAndStaysOut(DatabaseKind kind)
    {
        await using var stage = await PeopleStage.StartAsync(kind);
        var visit = stage.Visit();
        await visit.SignUpAsync("Eve");
        var rights = stage.Site.Services.GetRequiredService<ChangeRights>();

        Assert.Null(await rights.SetLockedAsync("Ada", "eve", isLocked: true, default));
        Assert.Null(await visit.NameAsync());
        Assert.Contains("locked", await Visit.RefusalAsync(await visit.SignInAsync()), StringComparison.Ordinal);

        Assert.Null(await rights.SetLockedAsync("Ada", "eve", isLocked: false, default));
        Visit.AssertSentTo("/me", await visit.SignInAsync());
    }

    [Fact]
    public async Task Operator_WhoLocksAPerson_LocksTheirProgramsToo_OrNothingWhileTheCoordinatorIsAway()
    {
        await using var stage = await PeopleStage.StartAsync();
        var (chief, visit) = (stage.Visit(), stage.Visit());
        await SignUpOperatorAsync(stage, chief);
        await visit.SignUpAsync("Eve");
        var account = stage.Site.Script.Accounts.Registered.Values.Single(one => one.Name == "Eve").AccountId;
        stage.Site.Script.Accounts.Outages = 4;

        var away = await chief.SendAsync(await chief.OpenAsync("/operate/people?find=Eve"), "/operate/people", ("deed", "lock"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Eve"), (away.StatusCode, await visit.NameAsync()));

        Visit.AssertSentTo("/operate/people?find=Eve", await chief.SendAsync(await chief.OpenAsync("/operate/people?find=Eve"), "/operate/people", ("deed", "lock")));
        Assert.True(stage.Site.Script.Accounts.Locked[account]);
        Assert.Null(await visit.NameAsync());
    }

    [Fact]
    public async Task MakeOperator_ForNobody_SaysWhatToDo()
    {
        await using var stage = await PeopleStage.StartAsync();

        var refusal = await stage.Site.Services.GetRequiredService<ChangeRights>().SetRoleAsync("the command line", "Nobody", PersonRole.Operator, default);

        Assert.Equal("person.unknown", refusal?.Code);
    }

    [Fact]
    public async Task Person_WithCredit_IsTrustedAfterAWeek()
    {
        await using var stage = await PeopleStage.StartAsync();
        stage.Site.Script.Board.Add(new() { Rank = 1, Name = "Ada", CreditMflop = 51 });
        var visit = stage.Visit();
        await visit.SignUpAsync("Ada");
        Assert.Equal("New here", (await visit.OpenAsync("/me")).Text(".eyebrow"));
        stage.Time.Advance(TimeSpan.FromDays(7));

        Assert.Equal("Trusted", (await visit.OpenAsync("/me")).Text(".eyebrow"));
    }

    [Theory]
    [InlineData(6, true, true, PersonRank.New)]
    [InlineData(7, false, false, PersonRank.New)]
    [InlineData(7, true, false, PersonRank.Trusted)]
    [InlineData(7, false, true, PersonRank.Trusted)]
    public void Rank_ComesWithDaysAndAReason(int days, bool isEmailConfirmed, bool hasContributed, PersonRank rank)
    {
        var now = new DateTimeOffset(2031, 1, 8, 0, 0, 0, TimeSpan.Zero);

        Assert.Equal(rank, RankPolicy.Of(now.AddDays(-days), isEmailConfirmed, hasContributed, TimeSpan.FromDays(7), now));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Record_OfSomebodyWhoLeft_NamesThemNoMore(DatabaseKind kind)
    {
        await using var stage = await PeopleStage.StartAsync(kind);
        var visit = stage.Visit();
        await SignUpOperatorAsync(stage, visit);

        await visit.SendAsync(await visit.OpenAsync("/me/delete"), "/me/delete", ("name", "Ada"));

        await using var db = await stage.DbAsync();
        Assert.Equal("a former member", (await db.Grants.SingleAsync()).Of);
    }

    private static async Task SignUpOperatorAsync(PeopleStage stage, Visit visit)
    {
        await visit.SignUpAsync("Ada");
        Assert.Null(await stage.Site.Services.GetRequiredService<ChangeRights>().SetRoleAsync("the command line", "Ada", PersonRole.Operator, default));
    }
}
