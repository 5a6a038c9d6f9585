using System.Net;
using LaionGrid.Contracts.V1;
using LaionGrid.Web.People;

namespace LaionGrid.Web.Tests.Volunteer;

/// <summary>Joining as oneself: with a key in the commands, or by a code.</summary>
public sealed class StartTests
{
    private static readonly Person Ada = new(new string('a', 32), "Ada", PersonRole.Person, PersonRank.New);

    [Fact]
    public async Task Start_WhenAskedFor_PutsAFreshKeyIn_AndIsKeptNowhere()
    {
        await using var site = await SiteUnderTest.StartAsync("--Site:PublicCoordinator", "https://grid.example.org", "--Site:Release", "https://grid.example.org/release");
        site.Visitor = Ada;

        var before = await site.PageAsync("/volunteer/start?os=linux");
        var answer = await site.PostAsync("/volunteer/start", new() { ["os"] = "linux" });
        var page = await SiteUnderTest.ReadPageAsync(answer);

        Assert.DoesNotContain("lg_", before.Text(".steps"), StringComparison.Ordinal);
        Assert.Equal("LAIONGRID_KEY=lg_secret-shown-once \\\n  laiongrid-worker setup --yes --coordinator https://grid.example.org", page.QuerySelectorAll(".steps pre")[1].TextContent);
        Assert.Equal("curl -fsSLO https://grid.example.org/release/install.sh\nsh install.sh https://grid.example.org/release/", page.QuerySelectorAll(".steps pre")[0].TextContent);
        var key = Assert.Single(site.Script.Accounts.Keys);
        Assert.Equal(("no-store", "Machines on Linux", KeyScope.Worker), (answer.Headers.CacheControl?.ToString(), key.Label, key.Scopes.Single()));
    }

    [Theory, InlineData("\"Windows\"", "Windows"), InlineData("\"macOS\"", "macOS"), InlineData("\"Plan 9\"", "Linux")]
    public async Task Start_ByTheBrowsersHint_PicksItsSystem(string hint, string system)
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Http.DefaultRequestHeaders.TryAddWithoutValidation("Sec-CH-UA-Platform", hint);

        Assert.Equal(system, (await site.PageAsync("/volunteer")).Text(".tabs [aria-current]"));
    }

    /// <summary>Typing a code changes nothing yet, and the answer is sent in the person's name.</summary>
    [Fact]
    public async Task Link_ShowsTheMachine_AndSendsTheAnswer()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Visitor = Ada;
        site.Script.Contribution.Machine = "lark";

        var shown = await SiteUnderTest.ReadPageAsync(await site.PostAsync("/link", new() { ["code"] = "bcdf-ghjk" }));
        Assert.Empty(site.Script.Contribution.Told);
        var done = await SiteUnderTest.ReadPageAsync(await site.PostAsync("/link/answer", new() { ["code"] = "bcdf-ghjk", ["answer"] = "yes" }));

        Assert.Contains("It calls itself lark.", shown.Text(".lead"), StringComparison.Ordinal);
        Assert.Equal(["answer bcdf-ghjk True"], site.Script.Contribution.Told);
        Assert.Equal("It joins as you", done.Text("h1"));
    }

    [Fact]
    public async Task Link_WithAWrongCode_SaysSoAtTheField_AndKeepsIt()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Visitor = Ada;

        var answer = await site.PostAsync("/link", new() { ["code"] = "wrong" });
        var page = await SiteUnderTest.ReadPageAsync(answer);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(("wrong", "No machine waits with this code now."), (page.QuerySelector("#code")?.GetAttribute("value"), page.Text(".refusal")));
    }

    [Theory, InlineData("/link"), InlineData("/volunteer/start")]
    public async Task Page_OfNobody_LeadsToSignIn(string path)
    {
        await using var site = await SiteUnderTest.StartAsync();

        Assert.Equal($"/sign-in?return={Uri.EscapeDataString(path)}", (await site.Http.GetAsync(path)).Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Forbidden, (await site.PostAsync(path, new() { ["code"] = "x" })).StatusCode);
    }
}
