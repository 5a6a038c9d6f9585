using System.Net;
using LaionGrid.Contracts.V1;
using LaionGrid.Web.People;

namespace LaionGrid.Web.Tests.Moderation;

public sealed class ModerationTests
{
    private static readonly Person Somebody = new("account-1", "Ada", PersonRole.Person, PersonRank.New);
    private static readonly Person Moderator = Somebody with { Role = PersonRole.Moderator };
    private static readonly Person Operator = Somebody with { Role = PersonRole.Operator };

    [Theory]
    [InlineData("/pictures/job-0")]
    [InlineData("/pictures/job-0.json")]
    [InlineData("/pictures/job-0.png")]
    public async Task Picture_ThatWasTakenDown_IsGoneAtEachOfItsAddresses(string path)
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.PictureRefusal = new() { Kind = RefusalKind.Gone, Code = "picture.taken_down", Message = "This picture was taken down." };

        var answer = await site.Http.GetAsync(path);

        Assert.Equal((HttpStatusCode.Gone, "no-store"), (answer.StatusCode, answer.Headers.CacheControl?.ToString()));
        Assert.Contains("taken down", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Picture_ThatIsWithheld_SendsNoBytes()
    {
        await using var site = await SiteUnderTest.StartAsync();
        var picture = Wire.Picture();
        picture.Job.Check = PictureCheck.Withheld;
        site.Script.Pictures.Add(picture);

        Assert.Equal(HttpStatusCode.Forbidden, (await site.Http.GetAsync("/pictures/job-0.png")).StatusCode);
    }

    [Fact]
    public async Task Report_WithoutSigningIn_IsFiledAndLeadsToItsOutcome()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Wire.Picture());
        var form = await site.PageAsync("/report/job-0");
        Assert.Equal(9, form.QuerySelectorAll("input[name=concern]").Length);

        var missing = await site.PostAsync("/report/job-0", new() { ["words"] = "It is hateful." });
        Assert.Equal(HttpStatusCode.BadRequest, missing.StatusCode);
        Assert.Equal("It is hateful.", (await SiteUnderTest.ReadPageAsync(missing)).Text("textarea"));
        var filed = await site.PostAsync("/report/job-0", new() { ["concern"] = "Hate", ["words"] = "It is hateful." });

        Assert.Equal((HttpStatusCode.SeeOther, "/reports/report-1"), (filed.StatusCode, filed.Headers.Location?.ToString()));
        Assert.Equal(("job-0", Concern.Hate, "It is hateful."), (site.Moderation.Filed[0].JobId, site.Moderation.Filed[0].Concern, site.Moderation.Filed[0].Words));
        Assert.Equal("Waits for a moderator.", (await site.PageAsync("/reports/report-1")).Text("h1"));
        Assert.Equal(HttpStatusCode.NotFound, (await site.Http.GetAsync("/reports/report-2")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await site.PostAsync("/report/job-0", new() { ["concern"] = "Hate" }, ("Sec-Fetch-Site", "cross-site"))).StatusCode);
    }

    [Fact]
    public async Task Desk_IsForThoseWhoseRoleItIs()
    {
        await using var site = await SiteUnderTest.StartAsync();
        foreach (var path in new[] { "/moderate", "/moderate/pictures", "/operate", "/operate/workers", "/operate/acts" })
        {
            site.Visitor = null;
            var answer = await site.Http.GetAsync(path);
            Assert.Equal((HttpStatusCode.SeeOther, $"/sign-in?return={Uri.EscapeDataString(path)}"), (answer.StatusCode, answer.Headers.Location?.ToString()));
            site.Visitor = Somebody;
            Assert.Equal(HttpStatusCode.Forbidden, (await site.Http.GetAsync(path)).StatusCode);
        }
        site.Visitor = Moderator;
        Assert.Equal(HttpStatusCode.Forbidden, (await site.Http.GetAsync("/operate/workers")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await site.PostAsync("/operate/suspend", new() { ["id"] = "worker-1" })).StatusCode);
        Assert.Empty(site.Moderation.Proofs);
    }

    [Fact]
    public async Task Moderator_Decides_InTheirOwnName()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Visitor = Moderator;
        site.Moderation.Report.Picture = Wire.Picture("<b>a red house</b>");

        var page = await site.PageAsync("/moderate");
        var decided = await site.PostAsync("/moderate/reports/report-1", new() { ["decision"] = "TakeDown", ["why"] = " Hateful. ", ["warn"] = "true", ["suspend"] = "3" });

        Assert.Equal("<b>a red house</b>", page.Text(".case .said"));
        Assert.Equal(["Dismiss", "Withhold", "TakeDown"], page.QuerySelectorAll("button[name=decision]").Select(button => button.GetAttribute("value")));
        Assert.Equal((HttpStatusCode.SeeOther, "/moderate"), (decided.StatusCode, decided.Headers.Location?.ToString()));
        Assert.Equal(new DecideRequest { ReportId = "report-1", Decision = Decision.TakeDown, Why = "Hateful.", WarnAsker = true, SuspendAskerDays = 3 }, Assert.Single(site.Moderation.Decided));
        Assert.All(site.Moderation.Proofs, proof => Assert.StartsWith("Person ", proof, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Operator_SuspendsAWorker_WithAReason()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Visitor = Operator;

        var page = await site.PageAsync("/operate/workers?search=lark");
        var done = await site.PostAsync("/operate/suspend", new() { ["id"] = "worker-1", ["number"] = "7", ["why"] = "Odd pictures." });

        Assert.Contains("northern-lark", page.Text("tbody th"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
        Assert.Equal(new SuspendWorkerRequest { WorkerId = "worker-1", Days = 7, Why = "Odd pictures." }, Assert.Single(site.Moderation.Suspended));
    }

    [Fact]
    public async Task Transparency_IsForEverybody()
    {
        await using var site = await SiteUnderTest.StartAsync();

        var page = await site.PageAsync("/transparency");

        Assert.Equal(["May 2026", "7", "0", "0", "3", "2 min", "0", "0"], page.QuerySelectorAll("tbody tr > *").Select(cell => cell.TextContent));
        Assert.Equal("Hate, or praise of extremists", page.Text("dt"));
    }
}
