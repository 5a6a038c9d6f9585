using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Accounts.Teams;
using LaionGrid.Coordinator.Leaderboards;
using LaionGrid.Coordinator.Leaderboards.Export;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Tests.Ledger;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Leaderboards;

public sealed class StatsTests
{
    [Fact]
    public void Cobblestones_AreTheAmount_CutOffAtAMillionth() =>
        Prop.ForAll((from high in Gen.Choose(0, 2_000_000) from low in Gen.Choose(0, int.MaxValue) select ((long)high << 31) + low).ToArbitrary(), mflop =>
        {
            decimal lost = mflop - decimal.Parse(Cobblestones.Of(mflop), CultureInfo.InvariantCulture) * Cobblestones.Mflop;
            return lost is >= 0 and < 0.432m;
        }).QuickCheckThrowOnFailure();

    [Theory, InlineData(0L, "0.000000"), InlineData(432_000L, "1.000000"), InlineData(1L, "0.000002"), InlineData(431_999L, "0.999997")]
    public void Cobblestones_OfAmountsThatPeopleKnow(long mflop, string credit) => Assert.Equal(credit, Cobblestones.Of(mflop));

    [Theory, OnSqlite, OnPostgres]
    public async Task Average_IsHalfAWeekLater_BuiltOrFollowed(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var ledger = new LedgerScene(grid);
        var anna = await ledger.OwnerAsync("anna");
        var read = grid.Get<ReadStats>();
        await grid.Get<LiveBoards>().RefreshAsync(default);
        await ledger.PostAsync(Credit.Final(anna, 7_000_000));
        var followed = (await read.RowsAsync(BoardKind.People, default).ToListAsync()).Single().AverageMflop;

        grid.Time.Advance(TimeSpan.FromDays(7));
        await grid.Get<FoldTallies>().RunAsync(default);
        await grid.Get<LiveBoards>().RefreshAsync(default);
        var built = (await read.RowsAsync(BoardKind.People, default).ToListAsync()).Single().AverageMflop;

        Assert.InRange(followed, 690_000, 694_000); // ln 2 a week of it, a day; an hour passed at most
        Assert.InRange(built, followed * 0.49, followed * 0.51);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Files_SayWhatTheLedgerSays_AsXmlAndJson(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(kind);
        var (story, ledger) = (new Story(grid), new LedgerScene(grid));
        var (anna, bert) = (await story.EnrollAsync("anna"), await story.EnrollAsync("bert"));
        await grid.Get<FoundTeam>().RunAsync(anna.AccountId, "Waders", default);
        await ledger.PostAsync(Credit.Final(anna.AccountId, 864_000, anna.WorkerId.Value));
        await ledger.PostAsync(Credit.Final(bert.AccountId, 432_001, bert.WorkerId.Value));
        using var http = new HttpClient { BaseAddress = new(grid.Address), DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        var users = XDocument.Parse(await UnpackAsync(http, "/stats/user.xml.gz")).Root!.Elements("user").ToList();
        var hosts = XDocument.Parse(await UnpackAsync(http, "/stats/host.xml.gz")).Root!.Elements("host").ToList();
        var team = Assert.Single(XDocument.Parse(await UnpackAsync(http, "/stats/team.xml.gz")).Root!.Elements("team"));
        var teamJson = JsonDocument.Parse(await UnpackAsync(http, "/stats/team.json.gz")).RootElement.EnumerateArray().Single();
        var json = JsonDocument.Parse(await UnpackAsync(http, "/stats/user.json.gz")).RootElement.EnumerateArray().ToList();
        var tables = XDocument.Parse(await http.GetStringAsync("/stats/tables.xml")).Root!;

        Assert.Equal([("anna", "2.000000"), ("bert", "1.000002")], users.Select(user => (user.Element("name")!.Value, user.Element("total_credit")!.Value)).Order());
        Assert.Equal(users.Select(user => user.Element("id")!.Value).Order(), hosts.Select(host => host.Element("userid")!.Value).Order());
        Assert.All(users, user => Assert.InRange(DateTimeOffset.FromUnixTimeSeconds(long.Parse(user.Element("create_time")!.Value, CultureInfo.InvariantCulture)), DateTimeOffset.UtcNow.AddMinutes(-10), DateTimeOffset.UtcNow));
        Assert.Equal([("anna", 864_000), ("bert", 432_001)], json.Select(user => (user.GetProperty("name").GetString(), user.GetProperty("totalMflop").GetInt64())).Order());
        Assert.Equal(("Waders", "2.000000", "1"), (team.Element("name")!.Value, team.Element("total_credit")!.Value, team.Element("nusers")!.Value));
        var founder = users.Single(user => user.Element("name")!.Value == "anna");
        Assert.Equal((founder.Element("id")!.Value, team.Element("id")!.Value), (team.Element("userid")!.Value, founder.Element("teamid")!.Value));
        Assert.Null(users.Single(user => user != founder).Element("teamid"));
        Assert.Equal(("Waders", 864_000, 1), (teamJson.GetProperty("name").GetString(), teamJson.GetProperty("totalMflop").GetInt64(), teamJson.GetProperty("users").GetInt32()));
        Assert.Equal("1", tables.Element("nteams_total")!.Value);
        Assert.Equal(("2", "2", "3.000002"), (tables.Element("nusers_total")!.Value, tables.Element("nhosts_total")!.Value, tables.Element("total_credit")!.Value));
    }

    /// <summary>Whoever asks all the time costs nothing, and sees nothing newer than others.</summary>
    [Theory, OnSqlite]
    public async Task File_LastsAnHour(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var ledger = new LedgerScene(grid);
        var anna = await ledger.OwnerAsync("anna");
        var totals = new List<string>();
        foreach (var minutes in new[] { 0, 59, 1 })
        {
            grid.Time.Advance(TimeSpan.FromMinutes(minutes));
            await ledger.PostAsync(Credit.Final(anna, 432_000));
            using var file = new StreamReader(await grid.Get<StatsFiles>().OpenAsync("tables.json", default));
            totals.Add(JsonDocument.Parse(await file.ReadToEndAsync()).RootElement.GetProperty("totalCredit").GetString()!);
        }

        Assert.Equal(["1.000000", "1.000000", "3.000000"], totals);
        Assert.Equal(["tables.json"], Directory.GetFiles(Path.Combine(grid.Folder["data"], "stats")).Select(Path.GetFileName));
    }

    private static async Task<string> UnpackAsync(HttpClient http, string path)
    {
        var answer = await http.GetAsync(path);
        Assert.Equal(("application/gzip", "public, max-age=3600"), (answer.Content.Headers.ContentType?.MediaType, answer.Headers.CacheControl?.ToString()));
        await using var packed = new GZipStream(await answer.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var text = new StreamReader(packed);
        return await text.ReadToEndAsync();
    }
}
