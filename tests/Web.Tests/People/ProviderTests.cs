using System.Net;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.Tests.People;

/// <summary>Signing in through an OpenID Connect provider.</summary>
public sealed class ProviderTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Newcomer_FromAProvider_ChoosesANameAndIsKnownTheNextTime(DatabaseKind kind)
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var stage = await PeopleStage.StartAsync(kind, provider.Settings);
        var (visit, later) = (stage.Visit(), stage.Visit());

        var back = await FakeProvider.PassAsync(visit, "/sign-in/with/fake?return=/me/keys");
        Assert.Equal(HttpStatusCode.SeeOther, back.StatusCode);
        var page = await visit.OpenAsync(back.Headers.Location!.OriginalString);
        Assert.Equal("Ada", page.QuerySelector("input[name='name']")?.GetAttribute("value"));
        Visit.AssertSentTo("/me/keys", await visit.SendAsync(page, "/sign-up/finish", ("name", "Ada Byron")));
        Assert.Equal("Ada Byron", await visit.NameAsync());

        Visit.AssertSentTo("/me", await FakeProvider.PassAsync(later));
        Assert.Equal("Ada Byron", await later.NameAsync());
        await using var db = await stage.DbAsync();
        var kept = await db.Users.SingleAsync();
        Assert.Equal(("ada@example.org", true), (kept.Email, kept.EmailConfirmed));
    }

    /// <summary>A provider that claims somebody's address opens nothing of theirs.</summary>
    [Fact]
    public async Task Address_OfAnotherAccount_IsNotTakenFromAProvider()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var stage = await PeopleStage.StartAsync(provider.Settings);
        var owner = stage.Visit();
        await owner.SignUpAsync("Ada");
        await using var db = await stage.DbAsync();
        await db.Users.ExecuteUpdateAsync(set => set.SetProperty(user => user.Email, "ada@example.org").SetProperty(user => user.NormalizedEmail, "ADA@EXAMPLE.ORG"));
        var visit = stage.Visit();

        var back = await FakeProvider.PassAsync(visit);
        await visit.SendAsync(await visit.OpenAsync(back.Headers.Location!.OriginalString), "/sign-up/finish", ("name", "Eve"));

        Assert.Equal("Eve", await visit.NameAsync());
        Assert.Null(await db.Users.Where(user => user.UserName == "Eve").Select(user => user.Email).SingleAsync());
    }

    [Fact]
    public async Task Address_ThatTheProviderDidNotConfirm_IsNotKept()
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.Claims = new() { ["sub"] = "7", ["email"] = "ada@example.org", ["email_verified"] = false };
        await using var stage = await PeopleStage.StartAsync(provider.Settings);
        var visit = stage.Visit();

        var back = await FakeProvider.PassAsync(visit);
        await visit.SendAsync(await visit.OpenAsync(back.Headers.Location!.OriginalString), "/sign-up/finish", ("name", "Ada"));

        await using var db = await stage.DbAsync();
        Assert.Null(await db.Users.Select(user => user.Email).SingleAsync());
    }

    [Fact]
    public async Task Answer_OfAProvider_InAnotherBrowser_SignsNobodyIn()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var stage = await PeopleStage.StartAsync(provider.Settings);
        var (visit, victim) = (stage.Visit(), stage.Visit());
        var there = await visit.GetAsync("/sign-in/with/fake");
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        var back = await browser.GetAsync(there.Headers.Location);

        var answer = await victim.GetAsync(back.Headers.Location!.PathAndQuery);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("did not confirm", await Visit.RefusalAsync(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Return_ThroughAProvider_StaysOnThisSite()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var stage = await PeopleStage.StartAsync(provider.Settings);
        var visit = stage.Visit();
        var back = await FakeProvider.PassAsync(visit);
        await visit.SendAsync(await visit.OpenAsync(back.Headers.Location!.OriginalString), "/sign-up/finish", ("name", "Ada"));

        Visit.AssertSentTo("/me", await FakeProvider.PassAsync(stage.Visit(), "/sign-in/with/fake?return=//evil.example/"));
    }

    [Fact]
    public async Task Newcomer_FromAProviderOfPlainOAuth_IsKnownTheNextTimeAndBringsNoAddress()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var stage = await PeopleStage.StartAsync(provider.PlainSettings);
        var (visit, later) = (stage.Visit(), stage.Visit());

        var page = await visit.OpenAsync((await FakeProvider.PassAsync(visit)).Headers.Location!.OriginalString);
        Assert.Equal("Ada", page.QuerySelector("input[name='name']")?.GetAttribute("value"));
        Visit.AssertSentTo("/me", await visit.SendAsync(page, "/sign-up/finish", ("name", "Ada Byron")));

        Visit.AssertSentTo("/me", await FakeProvider.PassAsync(later));
        Assert.Equal("Ada Byron", await later.NameAsync());
        await using var db = await stage.DbAsync();
        Assert.Null(await db.Users.Select(user => user.Email).SingleAsync());
    }

    [Fact]
    public async Task Provider_OfPlainOAuthThatNamesNobody_SignsNobodyIn()
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.Profile = new() { ["login"] = "Ada" };
        await using var stage = await PeopleStage.StartAsync(provider.PlainSettings);

        Assert.Contains("did not say who you are", await Visit.RefusalAsync(await FakeProvider.PassAsync(stage.Visit())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Providers:fake:Authority", "http://login.example.org", "Providers:fake:Authority")]
    [InlineData("--Providers:fake:AuthorizationEndpoint", "https://login.example.org", "Providers:fake:TokenEndpoint")]
    [InlineData("--Providers:Fake Login:Authority", "https://login.example.org", "Providers:Fake Login")]
    public void Start_WithAProviderThatCannotBe_NamesItsKey(string key, string value, string named)
    {
        var error = Assert.Throws<OptionsValidationException>(() => SiteHost.Build([key, value]));

        Assert.StartsWith($"settings.invalid: {named}", StartFailure.Describe(error), StringComparison.Ordinal);
    }
}
