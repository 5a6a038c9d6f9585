using System.Net;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Web.Tests.People;

/// <summary>Making an account, signing in and out, and what strangers try.</summary>
public sealed class SignInTests
{
    private const string Password = "correct horse battery";

    [Theory, OnSqlite, OnPostgres]
    public async Task Person_WithAPasskey_SignsUpOutAndInAgain(DatabaseKind kind)
    {
        await using var stage = await PeopleStage.StartAsync(kind);
        var visit = stage.Visit();

        await visit.SignUpAsync("Ada");
        Assert.Equal("Ada", await visit.NameAsync());
        var me = await visit.OpenAsync("/me");
        Visit.AssertSentTo("/", await visit.SendAsync(me, "/sign-out"));
        Assert.Null(await visit.NameAsync());
        Visit.AssertSentTo("/me", await visit.SignInAsync());

        Assert.Equal("Ada", await visit.NameAsync());
        Assert.Equal("Ada", Assert.Single(stage.Accounts.Registered.Values).Name);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Person_WithAPassword_SignsUpAndInElsewhere(DatabaseKind kind)
    {
        await using var stage = await PeopleStage.StartAsync(kind);
        await stage.Visit().SignUpByPasswordAsync("Ada", Password);
        var elsewhere = stage.Visit();

        Visit.AssertSentTo("/me", await elsewhere.SignInByPasswordAsync("ada", Password));

        Assert.Equal("Ada", await elsewhere.NameAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Answer_ToAPasskeyChallenge_IsTakenOnce(DatabaseKind kind)
    {
        await using var stage = await PeopleStage.StartAsync(kind);
        var visit = stage.Visit();
        await visit.SignUpAsync("Ada");
        var page = await visit.OpenAsync("/sign-in");
        var answer = ("credential", visit.Passkey.Answer(Visit.Options(page)));
        await visit.SendAsync(page, "/sign-in/passkey", answer);
        var thief = stage.Visit();
        var other = await thief.OpenAsync("/sign-in");
        var state = page.QuerySelector("input[name='state']")?.GetAttribute("value") ?? "";

        var replay = await thief.SendAsync(other, "/sign-in/passkey", ("state", state), answer);

        Assert.Equal(HttpStatusCode.BadRequest, replay.StatusCode);
        Assert.Null(await thief.NameAsync());
    }

    [Fact]
    public async Task Answer_MadeForAnotherSite_IsRefused()
    {
        await using var stage = await PeopleStage.StartAsync();
        var visit = stage.Visit();
        await visit.SignUpAsync("Ada");
        visit.Passkey.Origin = "https://laiongrid.example";

        var answer = await visit.SignInAsync();

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Answer_AfterTheChallengeGrewOld_IsRefusedWithAFreshPage()
    {
        await using var stage = await PeopleStage.StartAsync();
        var visit = stage.Visit();
        await visit.SignUpAsync("Ada");
        var page = await visit.OpenAsync("/sign-in");
        stage.Time.Advance(TimeSpan.FromMinutes(21));

        var late = await visit.SendAsync(page, "/sign-in/passkey", ("credential", visit.Passkey.Answer(Visit.Options(page))));
        Assert.Contains("open for too long", await Visit.RefusalAsync(late), StringComparison.Ordinal);
        var fresh = await SiteUnderTest.ReadPageAsync(late);

        Visit.AssertSentTo("/me", await visit.SendAsync(fresh, "/sign-in/passkey", ("credential", visit.Passkey.Answer(Visit.Options(fresh)))));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Name_OfSomebodyElse_IsRefusedAndThePasskeyKept(DatabaseKind kind)
    {
        await using var stage = await PeopleStage.StartAsync(kind);
        stage.Accounts.Taken.Add("Ada");
        var visit = stage.Visit();
        var page = await visit.OpenAsync("/sign-up");

        var refused = await visit.SendAsync(page, "/sign-up/passkey", ("name", "Ada"), ("credential", visit.Passkey.Create(Visit.Options(page))));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        var again = await SiteUnderTest.ReadPageAsync(refused);
        Visit.AssertSentTo("/me", await visit.SendAsync(again, "/sign-up/passkey", ("name", "Ada Byron")));

        Assert.Equal("Ada Byron", await visit.NameAsync());
        await using var db = await stage.DbAsync();
        Assert.Equal("Ada Byron", Assert.Single(await db.Users.ToListAsync()).UserName);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task SignUp_WhenTheCoordinatorIsAwayAtFirst_IsFinishedBySendingItAgain(DatabaseKind kind)
    {
        await using var stage = await PeopleStage.StartAsync(kind);
        stage.Accounts.Outages = int.MaxValue;
        var visit = stage.Visit();
        var page = await visit.OpenAsync("/sign-up");

        var away = await visit.SendAsync(page, "/sign-up/password", ("name", "Ada"), ("password", Password));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
        stage.Accounts.Outages = 0;
        Visit.AssertSentTo("/me", await visit.SendAsync(await SiteUnderTest.ReadPageAsync(away), "/sign-up/password", ("password", Password)));

        Assert.Equal("Ada", await visit.NameAsync());
        Assert.Single(stage.Accounts.Registered);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Form_SentTwice_MakesOnePerson(DatabaseKind kind)
    {
        await using var stage = await PeopleStage.StartAsync(kind);
        var visit = stage.Visit();
        var page = await visit.OpenAsync("/sign-up");
        Visit.AssertSentTo("/me", await visit.SendAsync(page, "/sign-up/password", ("name", "Ada"), ("password", Password)));
        var thief = stage.Visit();
        var draft = page.QuerySelector("input[name='draft']")?.GetAttribute("value") ?? "";

        var again = await thief.SendAsync(await thief.OpenAsync("/sign-up"), "/sign-up/password", ("draft", draft), ("name", "Ada"), ("password", Password));

        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Null(await thief.NameAsync());
        await using var db = await stage.DbAsync();
        Assert.Equal(1, await db.Users.CountAsync());
    }

    [Theory]
    [InlineData("", "a name of nothing")]
    [InlineData("Ada\r\nBcc: x", "a name of two lines")]
    [InlineData("<script>alert(1)</script>", "a script")]
    [InlineData("-ada", "a dash first")]
    [InlineData("01234567890123456789012345678901234567890", "a name too long")]
    public async Task Name_ThatBreaksTheRules_IsRefusedAndShownAsText(string name, string what)
    {
        await using var stage = await PeopleStage.StartAsync();
        var visit = stage.Visit();

        var answer = await visit.SendAsync(await visit.OpenAsync("/sign-up"), "/sign-up/password", ("name", name), ("password", Password));

        Assert.Equal((what, HttpStatusCode.BadRequest), (what, answer.StatusCode));
        Assert.Empty((await SiteUnderTest.ReadPageAsync(answer)).QuerySelectorAll("script:not([src])"));
        Assert.Empty(stage.Accounts.Registered);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("Ada Lovelace")]
    public async Task Password_ThatIsGuessedSoon_IsRefused(string password)
    {
        await using var stage = await PeopleStage.StartAsync();
        var visit = stage.Visit();

        var answer = await visit.SendAsync(await visit.OpenAsync("/sign-up"), "/sign-up/password", ("name", "Ada Lovelace"), ("password", password));

        Assert.Contains("password", await Visit.RefusalAsync(answer), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Guesses sent side by side gain nothing, and the right password is not tried either once there were too many.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Password_GuessedManyTimesAtOnce_IsTriedFiveTimes(DatabaseKind kind)
    {
        await using var stage = await PeopleStage.StartAsync(kind);
        await stage.Visit().SignUpByPasswordAsync("Ada", Password);
        var thief = stage.Visit();
        var page = await thief.OpenAsync("/sign-in");

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => thief.SendAsync(page, "/sign-in/password", ("who", "Ada"), ("password", $"a wrong guess {number}"))));
        var right = await thief.SendAsync(page, "/sign-in/password", ("who", "Ada"), ("password", Password));

        Assert.Equal(5, answers.Count(answer => answer.StatusCode == HttpStatusCode.BadRequest));
        Assert.Equal(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests));
        Assert.Equal(HttpStatusCode.TooManyRequests, right.StatusCode);
        stage.Time.Advance(TimeSpan.FromMinutes(16));
        Visit.AssertSentTo("/me", await thief.SignInByPasswordAsync("Ada", Password));
    }

    /// <summary>Whether a name or an address is known shows neither at a wrong password nor at one too many.</summary>
    [Theory]
    [InlineData("Ada", "Nobody")]
    [InlineData("Ada", "nobody@example.org")]
    public async Task SignIn_AsSomebodyAndAsNobody_IsAnsweredAlike(string known, string unknown)
    {
        await using var stage = await PeopleStage.StartAsync();
        await stage.Visit().SignUpByPasswordAsync("Ada", Password);
        var thief = stage.Visit();

        for (var tries = 0; tries < 7; tries++)
        {
            var (one, other) = (await thief.SignInByPasswordAsync(known, "a wrong guess"), await thief.SignInByPasswordAsync(unknown, "a wrong guess"));
            Assert.Equal(one.StatusCode, other.StatusCode);
            Assert.Equal(await Visit.RefusalAsync(one), await Visit.RefusalAsync(other));
        }
    }

    [Fact]
    public async Task Forms_FasterThanAPersonSendsThem_AreNotRead()
    {
        await using var stage = await PeopleStage.StartAsync("--People:FormsPerMinute", "3");
        var visit = stage.Visit();
        var page = await visit.OpenAsync("/sign-in");

        for (var form = 0; form < 3; form++)
            Assert.Equal(HttpStatusCode.BadRequest, (await visit.SendAsync(page, "/sign-in/password", ("who", $"name {form}"), ("password", "a wrong guess"))).StatusCode);
        var stopped = await visit.SendAsync(page, "/sign-in/password", ("who", "name"), ("password", "a wrong guess"));

        Assert.Equal(HttpStatusCode.TooManyRequests, stopped.StatusCode);
        Assert.NotNull(stopped.Headers.RetryAfter?.Delta);
    }

    [Theory]
    [InlineData("/pictures?before=1", "/pictures?before=1")]
    [InlineData("https://evil.example/", "/me")]
    [InlineData("//evil.example/", "/me")]
    [InlineData("/\\evil.example/", "/me")]
    [InlineData("/\t/evil.example/", "/me")]
    [InlineData("javascript:alert(1)", "/me")]
    [InlineData("me", "/me")]
    public async Task Return_AfterSigningIn_StaysOnThisSite(string asked, string sentTo)
    {
        await using var stage = await PeopleStage.StartAsync();
        var visit = stage.Visit();
        await visit.SignUpAsync("Ada");

        Visit.AssertSentTo(sentTo, await visit.SignInAsync($"/sign-in?return={Uri.EscapeDataString(asked)}"));

        var page = await visit.OpenAsync("/sign-in");
        Visit.AssertSentTo(sentTo, await visit.SendAsync(page, "/sign-in/passkey", ("return", asked), ("credential", visit.Passkey.Answer(Visit.Options(page)))));
    }

    [Theory]
    [InlineData("/sign-in/password")]
    [InlineData("/sign-in/passkey")]
    [InlineData("/sign-up/password")]
    [InlineData("/sign-up/passkey")]
    [InlineData("/sign-out")]
    public async Task Form_ThatThisSiteDidNotMake_DoesNothing(string path)
    {
        await using var stage = await PeopleStage.StartAsync();
        var visit = stage.Visit();
        await visit.SignUpByPasswordAsync("Ada", Password);

        var answer = await visit.PostAsync(path, ("who", "Ada"), ("name", "Eve"), ("password", Password), ("form", "made up"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("Ada", await visit.NameAsync());
        Assert.Single(stage.Accounts.Registered);
    }

    [Fact]
    public async Task Key_InTheBrowserBeforeSigningIn_IsNotKeptOn()
    {
        await using var stage = await PeopleStage.StartAsync();
        var visit = stage.Visit();
        await visit.SignUpAsync("Ada");
        var before = visit.Cookies.GetCookies(visit.Site)["laiongrid"]?.Value;

        await visit.SignInAsync();

        Assert.NotEqual(before, visit.Cookies.GetCookies(visit.Site)["laiongrid"]?.Value);
        using var thief = new Visit(visit.Site);
        thief.Cookies.Add(visit.Site, new Cookie("laiongrid", before));
        Assert.Null(await thief.NameAsync());
    }

    [Fact]
    public async Task Cookie_OfASession_IsForThisSiteAloneAndNoScriptSeesIt()
    {
        await using var stage = await PeopleStage.StartAsync();
        var visit = stage.Visit();
        var page = await visit.OpenAsync("/sign-up");

        var answer = await visit.SendAsync(page, "/sign-up/passkey", ("name", "Ada"), ("credential", visit.Passkey.Create(Visit.Options(page))));

        var cookie = answer.Headers.GetValues("Set-Cookie").Single(one => one.StartsWith("laiongrid=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase);
        await using var db = await stage.DbAsync();
        Assert.DoesNotContain(Assert.Single(await db.Sessions.ToListAsync()).KeyHash, cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_NotSeenForAMonth_IsOver()
    {
        await using var stage = await PeopleStage.StartAsync();
        var visit = stage.Visit();
        await visit.SignUpAsync("Ada");
        stage.Time.Advance(TimeSpan.FromDays(29));
        Assert.Equal("Ada", await visit.NameAsync());
        stage.Time.Advance(TimeSpan.FromDays(29));
        Assert.Equal("Ada", await visit.NameAsync());

        stage.Time.Advance(TimeSpan.FromDays(31));

        Assert.Null(await visit.NameAsync());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/pictures")]
    [InlineData("/leaderboard")]
    [InlineData("/volunteer")]
    [InlineData("/nowhere")]
    public async Task PublicPage_ForSomebodySignedIn_IsTheSameAndSetsNoCookie(string path)
    {
        await using var stage = await PeopleStage.StartAsync();
        var visit = stage.Visit();
        await visit.SignUpAsync("Ada");

        var (own, strangers) = (await visit.GetAsync(path), await stage.Visit().GetAsync(path));

        Assert.False(own.Headers.Contains("Set-Cookie"));
        Assert.Equal(WithoutKeys(await strangers.Content.ReadAsStringAsync()), WithoutKeys(await own.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task OwnPage_ForAStranger_AsksToSignInAndLeadsBack()
    {
        await using var stage = await PeopleStage.StartAsync();
        var visit = stage.Visit();

        Visit.AssertSentTo("/sign-in?return=%2Fme", await visit.GetAsync("/me"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Folder_OfTheSite_IsClosedToOthers(DatabaseKind kind)
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var stage = await PeopleStage.StartAsync(kind);
        await stage.Visit().OpenAsync("/sign-in"); // draws the keys
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

        Assert.NotEmpty(Directory.GetFiles(Path.Combine(stage.Site.Folder, "keys")));
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Path.Combine(stage.Site.Folder, "keys")) & others);
        foreach (var file in Directory.GetFiles(stage.Site.Folder, "people.db*"))
            Assert.Equal((file, UnixFileMode.None), (file, File.GetUnixFileMode(file) & others));
    }

    // The form's hidden key is new in every answer.
    private static string WithoutKeys(string page) => System.Text.RegularExpressions.Regex.Replace(page, "name=\"request_key\" value=\"[^\"]*\"", "");
}
