using System.Net;
using System.Net.Sockets;
using LaionGrid.TestKit;
using LaionGrid.Web.People.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.Tests.People;

/// <summary>Accounts by e-mail, over a mail server that keeps what it gets.</summary>
public sealed class MailTests
{
    private const string Password = "correct horse battery";

    [Theory, OnSqlite, OnPostgres]
    public async Task Person_WithAnAddress_ConfirmsItBeforeThereIsAnAccount(DatabaseKind kind)
    {
        await using var sink = new SmtpSink();
        await using var stage = await PeopleStage.StartAsync(kind, sink.Settings);
        var visit = stage.Visit();

        await SignUpAsync(stage, sink, visit, "ada@example.org", "Ada");

        Assert.Equal("Ada", await visit.NameAsync());
        Visit.AssertSentTo("/me", await stage.Visit().SignInByPasswordAsync("ADA@example.org", Password));
    }

    [Fact]
    public async Task Address_KnownAndUnknown_IsAnsweredAlikeAndTheLetterTellsThem()
    {
        await using var sink = new SmtpSink();
        await using var stage = await PeopleStage.StartAsync(sink.Settings);
        await SignUpAsync(stage, sink, stage.Visit(), "ada@example.org", "Ada");
        var stranger = stage.Visit();
        var page = await stranger.OpenAsync("/sign-up");

        var known = await stranger.SendAsync(page, "/sign-up/email", ("email", "ada@example.org"));
        var unknown = await stranger.SendAsync(page, "/sign-up/email", ("email", "eve@example.org"));

        Assert.Equal(known.StatusCode, unknown.StatusCode);
        Assert.Equal((await known.Content.ReadAsStringAsync()).Replace("ada@", "", StringComparison.Ordinal), (await unknown.Content.ReadAsStringAsync()).Replace("eve@", "", StringComparison.Ordinal));
        Assert.Contains("already", (await sink.TakeAsync()).Text, StringComparison.Ordinal);
        Assert.Contains("/sign-up/finish", (await sink.TakeAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reset_ForKnownAndUnknownAddresses_IsAnsweredAlike()
    {
        await using var sink = new SmtpSink();
        await using var stage = await PeopleStage.StartAsync(sink.Settings);
        await SignUpAsync(stage, sink, stage.Visit(), "ada@example.org", "Ada");
        var stranger = stage.Visit();
        var page = await stranger.OpenAsync("/forgot");

        var known = await stranger.SendAsync(page, "/forgot", ("email", "ada@example.org"));
        var unknown = await stranger.SendAsync(page, "/forgot", ("email", "eve@example.org"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (known.StatusCode, unknown.StatusCode));
        Assert.Equal((await known.Content.ReadAsStringAsync()).Replace("ada@", "", StringComparison.Ordinal), (await unknown.Content.ReadAsStringAsync()).Replace("eve@", "", StringComparison.Ordinal));
        Assert.Equal(["ada@example.org"], (await sink.TakeAsync()).To);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task ResetLink_IsGoodOnceAndEndsEverySession(DatabaseKind kind)
    {
        await using var sink = new SmtpSink();
        await using var stage = await PeopleStage.StartAsync(kind, sink.Settings);
        var thief = stage.Visit();
        await SignUpAsync(stage, sink, thief, "ada@example.org", "Ada");
        var visit = stage.Visit();
        await visit.SendAsync(await visit.OpenAsync("/forgot"), "/forgot", ("email", "ada@example.org"));
        var link = (await sink.TakeAsync()).Link("/reset");
        var page = await visit.OpenAsync(link);

        Visit.AssertSentTo("/me", await visit.SendAsync(page, "/reset", ("password", "a wholly new password")));

        Assert.Equal("Ada", await visit.NameAsync());
        Assert.Null(await thief.NameAsync());
        Assert.Equal(HttpStatusCode.BadRequest, (await visit.GetAsync(link)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await thief.SendAsync(await thief.OpenAsync("/sign-in"), "/sign-in/password", ("who", "Ada"), ("password", Password))).StatusCode);
        Visit.AssertSentTo("/me", await thief.SignInByPasswordAsync("Ada", "a wholly new password"));
    }

    [Fact]
    public async Task ResetLink_AfterAnHour_IsTooOld()
    {
        await using var sink = new SmtpSink();
        await using var stage = await PeopleStage.StartAsync(sink.Settings);
        await SignUpAsync(stage, sink, stage.Visit(), "ada@example.org", "Ada");
        var visit = stage.Visit();
        await visit.SendAsync(await visit.OpenAsync("/forgot"), "/forgot", ("email", "ada@example.org"));
        var link = (await sink.TakeAsync()).Link("/reset");

        stage.Time.Advance(TimeSpan.FromMinutes(61));

        Assert.Equal(HttpStatusCode.BadRequest, (await visit.GetAsync(link)).StatusCode);
    }

    [Fact]
    public async Task Link_OfOnePurpose_IsNoneOfAnother()
    {
        await using var sink = new SmtpSink();
        await using var stage = await PeopleStage.StartAsync(sink.Settings);
        await SignUpAsync(stage, sink, stage.Visit(), "ada@example.org", "Ada");
        var visit = stage.Visit();
        await visit.SendAsync(await visit.OpenAsync("/forgot"), "/forgot", ("email", "ada@example.org"));
        var proof = (await sink.TakeAsync()).Link("/reset").Split("proof=")[1];

        Assert.Equal(HttpStatusCode.BadRequest, (await visit.GetAsync($"/sign-up/finish?proof={proof}")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await visit.GetAsync($"/reset?proof={proof[..^3]}xyz")).StatusCode);
    }

    [Fact]
    public async Task SignUpLink_UsedTwice_MakesOnePerson()
    {
        await using var sink = new SmtpSink();
        await using var stage = await PeopleStage.StartAsync(sink.Settings);
        var (visit, second) = (stage.Visit(), stage.Visit());
        var link = await SignUpAsync(stage, sink, visit, "ada@example.org", "Ada");

        var again = await second.SendAsync(await second.OpenAsync(link), "/sign-up/finish", ("name", "Eve"), ("password", Password));

        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Null(await second.NameAsync());
    }

    [Theory]
    [InlineData("ada@example.org\r\nBcc: eve@example.org")]
    [InlineData("ada@example.org, eve@example.org")]
    [InlineData("\"a\r\nBcc:eve@example.org\"@example.org")]
    [InlineData("ada@example.org>")]
    [InlineData("ada")]
    public async Task Address_ThatWouldWriteItsOwnHeader_IsRefused(string address)
    {
        await using var sink = new SmtpSink();
        await using var stage = await PeopleStage.StartAsync(sink.Settings);
        var visit = stage.Visit();
        var page = await visit.OpenAsync("/sign-up");

        var answer = await visit.SendAsync(page, "/sign-up/email", ("email", address));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        await visit.SendAsync(page, "/sign-up/email", ("email", "honest@example.org"));

        Assert.Equal(["honest@example.org"], (await sink.TakeAsync()).To); // the first letter that went out at all
    }

    [Fact]
    public async Task Address_AddedLater_CountsOnceConfirmedByItsOwner()
    {
        await using var sink = new SmtpSink();
        await using var stage = await PeopleStage.StartAsync(sink.Settings);
        var (visit, other) = (stage.Visit(), stage.Visit());
        visit.Passkey.Origin = other.Passkey.Origin = "https://grid.example";
        await visit.SignUpAsync("Ada");
        await other.SignUpAsync("Eve");
        await visit.SendAsync(await visit.OpenAsync("/me/email"), "/me/email", ("email", "ada@example.org"));
        var link = (await sink.TakeAsync()).Link("/me/email/confirm");

        Assert.Equal(HttpStatusCode.BadRequest, (await other.GetAsync(link)).StatusCode);
        Visit.AssertSentTo("/me", await visit.GetAsync(link));

        await using var db = await stage.DbAsync();
        Assert.Equal("ada@example.org", (await db.Users.SingleAsync(user => user.EmailConfirmed)).Email);
    }

    /// <summary>A letter that fails in a way of its own is one letter that failed, and neither the next one's trouble nor the site's.</summary>
    [Fact]
    public async Task Server_ThatFailsTheHandshake_IsTriedAgain()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        await using var site = await SiteUnderTest.StartAsync(
            new HurriedTime(TimeSpan.FromSeconds(20)), "--Mail:Host", "127.0.0.1", "--Mail:Port", $"{((IPEndPoint)server.LocalEndpoint).Port}", "--Mail:Security", "Tls", "--Mail:From", "grid@example.org", "--Site:PublicAddress", "https://grid.example");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        Assert.Null(site.Services.GetRequiredService<Outbox>().Post(new("ada@example.org", "A letter", "Its words.")));
        for (var tries = 0; tries < 3; tries++)
        {
            using var client = await server.AcceptTcpClientAsync(patience.Token);
            await client.GetStream().WriteAsync("220 no handshake\r\n"u8.ToArray(), patience.Token);
        }

        Assert.False(site.Services.GetServices<IHostedService>().OfType<MailLoop>().Single().ExecuteTask!.IsCompleted); // the host has started it
    }

    [Fact]
    public async Task Site_WithoutAMailServer_SaysSo()
    {
        await using var stage = await PeopleStage.StartAsync();
        var visit = stage.Visit();

        Assert.Contains("sends no mail", (await visit.OpenAsync("/sign-up")).Body?.TextContent, StringComparison.Ordinal);
        Assert.Contains("sends no mail", (await visit.OpenAsync("/forgot")).Body?.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithMailButNoPublicAddress_SaysWhatIsMissing()
    {
        using var folder = new TemporaryFolder();
        await using var site = SiteHost.Build(["--urls", "http://127.0.0.1:0", "--Site:Folder", folder.Path, "--Mail:Host", "localhost", "--Mail:From", "grid@example.org", "--Logging:LogLevel:Default", "None"]);

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => site.StartAsync());

        Assert.StartsWith("settings.invalid: Site:PublicAddress", StartFailure.Describe(error), StringComparison.Ordinal);
    }

    private static async Task<string> SignUpAsync(PeopleStage stage, SmtpSink sink, Visit visit, string email, string name)
    {
        var asked = await visit.SendAsync(await visit.OpenAsync("/sign-up"), "/sign-up/email", ("email", email));
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        Assert.DoesNotContain(name, stage.Accounts.Registered.Values.Select(one => one.Name));
        var link = (await sink.TakeAsync()).Link("/sign-up/finish");
        Visit.AssertSentTo("/me", await visit.SendAsync(await visit.OpenAsync(link), "/sign-up/finish", ("name", name), ("password", Password)));
        return link;
    }
}
