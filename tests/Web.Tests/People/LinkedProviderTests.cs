using System.Net;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Web.Tests.People;

/// <summary>Accounts elsewhere that open one's own.</summary>
public sealed class LinkedProviderTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Person_WhoLinksAnAccountElsewhere_IsSignedInByIt(DatabaseKind kind)
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var stage = await PeopleStage.StartAsync(kind, provider.Settings);
        var (visit, later) = (stage.Visit(), stage.Visit());
        await visit.SignUpAsync("Grace");

        var page = await ConfirmAsync(visit);
        Assert.Equal("Ada", page.QuerySelector("main strong")?.TextContent);
        Visit.AssertSentTo("/me/providers", await visit.SendAsync(page, "/me/providers/confirm"));

        Assert.Contains("Fake", (await visit.OpenAsync("/me/providers")).QuerySelector(".own")?.TextContent, StringComparison.Ordinal);
        Visit.AssertSentTo("/me", await FakeProvider.PassAsync(later));
        Assert.Equal("Grace", await later.NameAsync());
    }

    /// <summary>A stranger could have signed this browser in at the provider, so coming back is not enough.</summary>
    [Fact]
    public async Task Account_ThatWasNotConfirmedHere_OpensNothing()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var stage = await PeopleStage.StartAsync(provider.Settings);
        var visit = stage.Visit();
        await visit.SignUpAsync("Grace");

        await ConfirmAsync(visit);

        await using var db = await stage.DbAsync();
        Assert.Empty(await db.UserLogins.ToListAsync());
    }

    [Fact]
    public async Task Proof_OfAnotherPerson_LinksNothing()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var stage = await PeopleStage.StartAsync(provider.Settings);
        var (visit, victim) = (stage.Visit(), stage.Visit());
        await visit.SignUpAsync("Eve");
        await victim.SignUpAsync("Grace");
        var back = await FakeProvider.PassAsync(visit, "/me/providers/link/fake");

        Assert.Contains("another person's", await Visit.RefusalAsync(await victim.GetAsync(back.Headers.Location!.OriginalString)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Account_ThatOpensAnotherPersonsAlready_IsNotLinked()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var stage = await PeopleStage.StartAsync(provider.Settings);
        var (first, second) = (stage.Visit(), stage.Visit());
        await first.SignUpAsync("Ada");
        await first.SendAsync(await ConfirmAsync(first), "/me/providers/confirm");
        await second.SignUpAsync("Grace");

        var answer = await second.SendAsync(await ConfirmAsync(second), "/me/providers/confirm");

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("opens another account", await Visit.RefusalAsync(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnlyWayIn_StaysLinked_AnyOtherGoes()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var stage = await PeopleStage.StartAsync(provider.Settings);
        var (newcomer, grace) = (stage.Visit(), stage.Visit());
        var back = await FakeProvider.PassAsync(newcomer);
        await newcomer.SendAsync(await newcomer.OpenAsync(back.Headers.Location!.OriginalString), "/sign-up/finish", ("name", "Ada"));
        provider.Claims = new() { ["sub"] = "43" };
        await grace.SignUpAsync("Grace");
        await grace.SendAsync(await ConfirmAsync(grace), "/me/providers/confirm");

        var kept = await newcomer.SendAsync(await newcomer.OpenAsync("/me/providers"), "/me/providers/remove");
        Visit.AssertSentTo("/me/providers", await grace.SendAsync(await grace.OpenAsync("/me/providers"), "/me/providers/remove"));

        Assert.Contains("only way to sign in", await Visit.RefusalAsync(kept), StringComparison.Ordinal);
        await using var db = await stage.DbAsync();
        Assert.Equal(["42"], await db.UserLogins.Select(login => login.ProviderKey).ToListAsync());
    }

    private static async Task<AngleSharp.Html.Dom.IHtmlDocument> ConfirmAsync(Visit visit) =>
        await visit.OpenAsync((await FakeProvider.PassAsync(visit, "/me/providers/link/fake")).Headers.Location!.OriginalString);
}
