using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using LaionGrid.TestKit;
using LaionGrid.Web.People.Leaving;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LaionGrid.Web.Tests.People;

/// <summary>What people do on their own pages: passkeys, codes, sessions, keys, data, leaving.</summary>
public sealed class OwnPagesTests
{
    private const string Password = "correct horse battery";

    [Theory, OnSqlite, OnPostgres]
    public async Task Passkey_Added_SignsInAndOneCanGo(DatabaseKind kind)
    {
        await using var stage = await PeopleStage.StartAsync(kind);
        var visit = stage.Visit();
        await visit.SignUpAsync("Ada");
        using var second = new SoftPasskey(visit.Passkey.Origin);
        var page = await visit.OpenAsync("/me/passkeys");

        Visit.AssertSentTo("/me/passkeys", await visit.SendAsync(page, "/me/passkeys/add", ("label", "blue key"), ("credential", second.Create(Visit.Options(page)))));
        page = await visit.OpenAsync("/me/passkeys");
        Assert.Equal(["Passkey", "blue key"], page.QuerySelectorAll(".rename input[name='name']").Select(input => input.GetAttribute("value")).Order());
        var signIn = await visit.OpenAsync("/sign-in");
        Visit.AssertSentTo("/me", await visit.SendAsync(signIn, "/sign-in/passkey", ("credential", second.Answer(Visit.Options(signIn)))));

        page = await visit.OpenAsync("/me/passkeys");
        var old = page.QuerySelectorAll(".own li").Single(row => row.QuerySelector("input[name='name']")?.GetAttribute("value") == "Passkey").QuerySelector("input[name='id']")?.GetAttribute("value") ?? "";
        await visit.SendAsync(page, "/me/passkeys/remove", ("id", old));

        Assert.Equal(HttpStatusCode.BadRequest, (await visit.SignInAsync()).StatusCode);
    }

    [Fact]
    public async Task Passkey_ThatIsTheOnlyWayIn_Stays()
    {
        await using var stage = await PeopleStage.StartAsync();
        var visit = stage.Visit();
        await visit.SignUpAsync("Ada");

        var answer = await visit.SendAsync(await visit.OpenAsync("/me/passkeys"), "/me/passkeys/remove");

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Visit.AssertSentTo("/me", await visit.SignInAsync());
    }

    [Fact]
    public async Task Passkeys_BeyondTen_AreNotKept()
    {
        await using var stage = await PeopleStage.StartAsync();
        var visit = stage.Visit();
        await visit.SignUpAsync("Ada");
        var old = await visit.OpenAsync("/me/passkeys");
        for (var number = 2; number <= 10; number++)
        {
            using var more = new SoftPasskey(visit.Passkey.Origin);
            var page = await visit.OpenAsync("/me/passkeys");
            Visit.AssertSentTo("/me/passkeys", await visit.SendAsync(page, "/me/passkeys/add", ("credential", more.Create(Visit.Options(page)))));
        }
        using var eleventh = new SoftPasskey(visit.Passkey.Origin);

        var answer = await visit.SendAsync(old, "/me/passkeys/add", ("credential", eleventh.Create(Visit.Options(old))));

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Null((await visit.OpenAsync("/me/passkeys")).QuerySelector("[data-passkey]"));
    }

    [Fact]
    public async Task Passkey_MadeForAnotherAccount_IsNotAdded()
    {
        await using var stage = await PeopleStage.StartAsync();
        var (visit, other) = (stage.Visit(), stage.Visit());
        await visit.SignUpAsync("Ada");
        await other.SignUpAsync("Eve");
        var (page, foreign) = (await visit.OpenAsync("/me/passkeys"), await other.OpenAsync("/me/passkeys"));
        using var passkey = new SoftPasskey(visit.Passkey.Origin);
        var state = foreign.QuerySelector("[data-passkey] input[name='state']")?.GetAttribute("value") ?? "";

        var answer = await visit.SendAsync(page, "/me/passkeys/add", ("state", state), ("credential", passkey.Create(Visit.Options(foreign))));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task RecoveryCode_SignsInOnce(DatabaseKind kind)
    {
        await using var stage = await PeopleStage.StartAsync(kind);
        var visit = stage.Visit();
        await visit.SignUpAsync("Ada");
        var drawn = await SiteUnderTest.ReadPageAsync(await visit.SendAsync(await visit.OpenAsync("/me/codes"), "/me/codes"));
        var codes = drawn.QuerySelectorAll(".codes li").Select(one => one.TextContent).ToList();
        var lost = stage.Visit();
        var page = await lost.OpenAsync("/sign-in/code");

        Visit.AssertSentTo("/me", await lost.SendAsync(page, "/sign-in/code", ("name", "ada"), ("code", string.Concat(codes[3].Select(char.ToLowerInvariant)).Replace('-', ' '))));
        Assert.Equal("Ada", await lost.NameAsync());
        var thief = stage.Visit();
        var again = await thief.SendAsync(await thief.OpenAsync("/sign-in/code"), "/sign-in/code", ("name", "Ada"), ("code", codes[3]));

        Assert.Equal(8, codes.Distinct().Count());
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
        await using var db = await stage.DbAsync();
        Assert.Equal(7, await db.RecoveryCodes.CountAsync());
        Assert.DoesNotContain(await db.RecoveryCodes.Select(code => code.Hash).ToListAsync(), codes.Contains);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Session_Ended_IsOverAtOnce(DatabaseKind kind)
    {
        await using var stage = await PeopleStage.StartAsync(kind);
        var (visit, elsewhere, third) = (stage.Visit(), stage.Visit(), stage.Visit());
        await visit.SignUpByPasswordAsync("Ada", Password);
        await elsewhere.SignInByPasswordAsync("Ada", Password);
        var page = await visit.OpenAsync("/me/sessions");
        Assert.Equal(2, page.QuerySelectorAll(".own li").Length);
        Assert.Contains("Firefox on Linux, this one", page.Body?.TextContent, StringComparison.Ordinal);

        await visit.SendAsync(page, "/me/sessions/end");
        Assert.Null(await elsewhere.NameAsync());
        await elsewhere.SignInByPasswordAsync("Ada", Password);
        await third.SignInByPasswordAsync("Ada", Password);
        await visit.SendAsync(await visit.OpenAsync("/me/sessions"), "/me/sessions/end-others");

        Assert.Equal(("Ada", null, null), (await visit.NameAsync(), await elsewhere.NameAsync(), await third.NameAsync()));
    }

    [Fact]
    public async Task Session_OfAnotherPerson_IsNotMineToEnd()
    {
        await using var stage = await PeopleStage.StartAsync();
        var (visit, other, elsewhere) = (stage.Visit(), stage.Visit(), stage.Visit());
        await visit.SignUpByPasswordAsync("Ada", Password);
        await elsewhere.SignInByPasswordAsync("Ada", Password);
        await other.SignUpAsync("Eve");
        await using var db = await stage.DbAsync();
        var evesSession = await db.Sessions.Where(session => session.Way == "passkey").Select(session => session.Id).SingleAsync();

        await visit.SendAsync(await visit.OpenAsync("/me/sessions"), "/me/sessions/end", ("id", evesSession.ToString()));

        Assert.Equal("Eve", await other.NameAsync());
    }

    [Fact]
    public async Task Password_Changed_EndsTheOtherSessions()
    {
        await using var stage = await PeopleStage.StartAsync();
        var (visit, elsewhere) = (stage.Visit(), stage.Visit());
        await visit.SignUpByPasswordAsync("Ada", Password);
        await elsewhere.SignInByPasswordAsync("Ada", Password);

        Visit.AssertSentTo("/me", await visit.SendAsync(await visit.OpenAsync("/me/password"), "/me/password", ("password", "a wholly new password")));

        Assert.Equal(("Ada", null), (await visit.NameAsync(), await elsewhere.NameAsync()));
    }

    [Theory]
    [InlineData("/me/password")]
    [InlineData("/me/email")]
    [InlineData("/me/delete")]
    public async Task Page_ThatCanLoseTheAccount_AsksAnOldSessionToSignInAgain(string path)
    {
        await using var stage = await PeopleStage.StartAsync();
        var visit = stage.Visit();
        await visit.SignUpAsync("Ada");
        await visit.OpenAsync(path);
        stage.Time.Advance(TimeSpan.FromMinutes(11));

        Visit.AssertSentTo($"/sign-in?return={Uri.EscapeDataString(path)}", await visit.GetAsync(path));
        Assert.Contains("Show that it is you", (await visit.OpenAsync("/sign-in")).Body?.TextContent, StringComparison.Ordinal);
        Visit.AssertSentTo(path, await visit.SignInAsync($"/sign-in?return={Uri.EscapeDataString(path)}"));

        await visit.OpenAsync(path);
    }

    [Fact]
    public async Task Key_Made_IsShownOnceAndRevoked()
    {
        await using var stage = await PeopleStage.StartAsync();
        var visit = stage.Visit();
        await visit.SignUpAsync("Ada");
        var page = await visit.OpenAsync("/me/keys");

        var made = await SiteUnderTest.ReadPageAsync(await visit.SendAsync(page, "/me/keys", ("label", "my phone"), ("scopes", "Generate"), ("scopes", "Read"), ("until", "2031-12-31")));
        Assert.Equal("lg_secret-shown-once", made.Text(".secret code"));
        page = await visit.OpenAsync("/me/keys");
        Assert.Null(page.QuerySelector(".secret"));
        Assert.Contains("my phone", page.Text(".own .what"), StringComparison.Ordinal);
        Assert.Contains("good until 31 December 2031", page.Text(".own .what"), StringComparison.Ordinal);

        Visit.AssertSentTo("/me/keys", await visit.SendAsync(page, "/me/keys/revoke"));
        Assert.Empty(stage.Accounts.Keys);
    }

    [Fact]
    public async Task Key_GoodForNothing_IsRefused()
    {
        await using var stage = await PeopleStage.StartAsync();
        var visit = stage.Visit();
        await visit.SignUpAsync("Ada");

        var answer = await visit.SendAsync(await visit.OpenAsync("/me/keys"), "/me/keys", ("label", "my phone"));

        Assert.Contains("Tick", await Visit.RefusalAsync(answer), StringComparison.Ordinal);
        Assert.Empty(stage.Accounts.Keys);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Data_TakenAlong_IsOfTheSiteAndTheCoordinator(DatabaseKind kind)
    {
        await using var stage = await PeopleStage.StartAsync(kind);
        var visit = stage.Visit();
        await visit.SignUpByPasswordAsync("Ada", Password);

        var answer = await visit.SendAsync(await visit.OpenAsync("/me/data"), "/me/data");

        Assert.Equal("application/zip", answer.Content.Headers.ContentType?.MediaType);
        await using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync());
        Assert.Equal(["coordinator/account.json", "site.json"], zip.Entries.Select(entry => entry.FullName).Order());
        var own = JsonNode.Parse(zip.GetEntry("site.json")!.Open())!;
        Assert.Equal(("Ada", true), ((string?)own["name"], (bool)own["hasPassword"]!));
        Assert.DoesNotContain("hash", own.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("Ada", (string?)JsonNode.Parse(zip.GetEntry("coordinator/account.json")!.Open())!["name"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Person_WhoLeaves_IsGoneHereAndAtTheCoordinator(DatabaseKind kind)
    {
        await using var stage = await PeopleStage.StartAsync(kind);
        var visit = stage.Visit();
        await visit.SignUpAsync("Ada");
        await visit.SendAsync(await visit.OpenAsync("/me/codes"), "/me/codes");
        var page = await visit.OpenAsync("/me/delete");

        var wrong = await visit.SendAsync(page, "/me/delete", ("name", "Eve"));
        Assert.Equal((HttpStatusCode.BadRequest, 0), (wrong.StatusCode, stage.Accounts.Deletions));
        Visit.AssertSentTo("/gone", await visit.SendAsync(page, "/me/delete", ("name", "ada")));

        Assert.Equal(1, stage.Accounts.Deletions);
        Assert.Null(await visit.NameAsync());
        Assert.Equal(HttpStatusCode.BadRequest, (await visit.SignInAsync()).StatusCode);
        await using var db = await stage.DbAsync();
        Assert.Equal((0, 0, 0), (await db.Users.CountAsync(), await db.Sessions.CountAsync(), await db.RecoveryCodes.CountAsync()));
    }

    /// <summary>Broken after the wish was written down: the person can do nothing any more, and the loop ends it.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Leaving_BrokenInTheMiddle_IsFinishedByTheLoop(DatabaseKind kind)
    {
        await using var stage = await PeopleStage.StartAsync(kind);
        var visit = stage.Visit();
        await visit.SignUpAsync("Ada");
        stage.Accounts.Outages = int.MaxValue;

        Visit.AssertSentTo("/gone", await visit.SendAsync(await visit.OpenAsync("/me/delete"), "/me/delete", ("name", "Ada")));
        Assert.Equal(HttpStatusCode.Forbidden, (await visit.SignInAsync()).StatusCode);
        var loop = stage.Site.Services.GetServices<IHostedService>().OfType<PeopleLoop>().Single();
        await loop.RunOnceAsync(default);
        await using var db = await stage.DbAsync();
        Assert.Equal((1, 0), (await db.Users.CountAsync(), stage.Accounts.Deletions));

        stage.Accounts.Outages = 0;
        await loop.RunOnceAsync(default);

        Assert.Equal((0, 1), (await db.Users.CountAsync(), stage.Accounts.Deletions));
    }

    /// <summary>Broken between the coordinator's deletion and the site's: the next try deletes twice there, which changes nothing, and here.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Leaving_BrokenAfterTheCoordinator_IsFinishedHere(DatabaseKind kind)
    {
        await using var stage = await PeopleStage.StartAsync(kind);
        await stage.Visit().SignUpAsync("Ada");
        stage.Accounts.SaysErased = true;
        await using var db = await stage.DbAsync();
        await db.Users.ExecuteUpdateAsync(set => set.SetProperty(user => user.LeavingAt, stage.Time.GetUtcNow()));

        await stage.Site.Services.GetServices<IHostedService>().OfType<PeopleLoop>().Single().RunOnceAsync(default);

        Assert.Equal(0, await db.Users.CountAsync());
    }

    [Fact]
    public async Task SignUp_GivenUpInTheMiddle_IsForgottenAfterADay()
    {
        await using var stage = await PeopleStage.StartAsync();
        var visit = stage.Visit();
        var page = await visit.OpenAsync("/sign-up");
        stage.Accounts.Outages = int.MaxValue;
        await visit.SendAsync(page, "/sign-up/password", ("name", "Ada"), ("password", Password));
        stage.Accounts.Outages = 0;
        var loop = stage.Site.Services.GetServices<IHostedService>().OfType<PeopleLoop>().Single();
        await using var db = await stage.DbAsync();
        await loop.RunOnceAsync(default);
        Assert.Equal(1, await db.Users.CountAsync());

        stage.Time.Advance(TimeSpan.FromHours(25));
        await loop.RunOnceAsync(default);

        Assert.Equal(0, await db.Users.CountAsync());
    }
}
