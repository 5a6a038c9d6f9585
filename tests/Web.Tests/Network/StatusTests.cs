using System.Net;
using LaionGrid.TestKit;
using LaionGrid.Web.Coordinator.Network;
using LaionGrid.Web.Network;
using LaionGrid.Web.Site;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.Tests.Network;

/// <summary>How the grid does in words, and what the site remembers of it.</summary>
public sealed class StatusTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Grid_ThatWorks_IsWell() => Assert.All(StatusPolicy.Judge(Working), check => Assert.Equal(CheckState.Well, check.State));

    [Fact]
    public void Coordinator_ThatIsAway_LeavesTheRestUnknown()
    {
        var checks = StatusPolicy.Judge(null);

        Assert.Equal(CheckState.Ill, checks[0].State);
        Assert.All(checks.Skip(1), check => Assert.Equal(CheckState.Unknown, check.State));
        Assert.Equal(StatusPolicy.Judge(Working).Select(check => check.Key), checks.Select(check => check.Key));
    }

    public static TheoryData<string, GridNow> EveryTrouble => new()
    {
        { "workers", Working with { WorkersOnline = 0 } },
        { "referees", Working with { RefereesOnline = 0 } },
        { "queue", Working with { Queues = new Dictionary<string, long> { ["pocket"] = 4 }, OldestQueuedAt = Noon.AddMinutes(-20) } },
        { "verdicts", Working with { LastPostingAt = Noon.AddHours(-2), PicturesLastHour = 5 } },
    };

    [Theory, MemberData(nameof(EveryTrouble))]
    public void Grid_WithATrouble_IsIllThereAndNowhereElse(string key, GridNow grid) =>
        Assert.Equal([key], StatusPolicy.Judge(grid).Where(check => check.State == CheckState.Ill).Select(check => check.Key));

    [Fact]
    public void Hiccup_AtOneLook_IsNoIncident()
    {
        var (book, suspects) = LookAt([], new Dictionary<string, DateTimeOffset>(), null, Noon);
        (book, suspects) = LookAt(book, suspects, Working, Noon.AddSeconds(15));
        (book, _) = LookAt(book, suspects, null, Noon.AddSeconds(30));

        Assert.Empty(book);
    }

    [Fact]
    public void Incident_FromItsFirstLookToItsEnd_IsKept()
    {
        var (book, suspects) = LookAt([], new Dictionary<string, DateTimeOffset>(), null, Noon);
        (book, suspects) = LookAt(book, suspects, null, Noon.AddSeconds(15));
        (book, suspects) = LookAt(book, suspects, null, Noon.AddSeconds(30));
        var during = Assert.Single(book);
        (book, _) = LookAt(book, suspects, Working, Noon.AddSeconds(45));

        Assert.Equal(("coordinator", Noon, null), (during.Key, during.Began, during.Ended));
        Assert.Equal(during with { Ended = Noon.AddSeconds(45) }, Assert.Single(book));
    }

    [Fact]
    public void Incident_OfAPartThatNobodyCanSee_GoesOn()
    {
        var trouble = Working with { WorkersOnline = 0 };
        var (book, suspects) = LookAt([], new Dictionary<string, DateTimeOffset>(), trouble, Noon);
        (book, suspects) = LookAt(book, suspects, trouble, Noon.AddSeconds(15));
        (book, _) = LookAt(book, suspects, null, Noon.AddSeconds(30));

        Assert.Null(Assert.Single(book).Ended);
    }

    [Fact]
    public void Book_OfManyIncidents_IsBounded()
    {
        var old = Enumerable.Range(0, Incidents.Most).Select(index => new Incident("queue", "Queue", "", Noon.AddDays(-index - 1), Noon.AddDays(-index))).ToList();
        var (book, suspects) = LookAt(old, new Dictionary<string, DateTimeOffset>(), null, Noon);
        (book, _) = LookAt(book, suspects, null, Noon.AddSeconds(15));

        Assert.Equal(Incidents.Most, book.Count);
        Assert.Equal("coordinator", book[0].Key);
    }

    [Fact]
    public async Task StatusPage_WhileTheCoordinatorIsAway_StaysUpAndRemembers()
    {
        await using var site = await SiteUnderTest.StartAsync();
        await site.StopCoordinatorAsync();
        var loop = site.Services.GetRequiredService<StatusLoop>();
        await loop.RunOnceAsync(default);
        await loop.RunOnceAsync(default);

        var page = await site.PageAsync("/status");

        Assert.Equal("The coordinator does not answer", page.Text("h1"));
        Assert.Equal("ill", page.QuerySelector(".checks li")?.GetAttribute("data-state"));
        Assert.Contains("still goes on", page.Text("tbody tr td:last-child"), StringComparison.Ordinal);
        Assert.Equal(site.Services.GetRequiredService<StatusBook>().Status.Incidents, site.Services.GetRequiredService<IncidentFile>().Read());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await site.Http.GetAsync("/network")).StatusCode);
    }

    [Fact]
    public async Task IncidentFile_ThatCannotBeRead_IsPutAside()
    {
        using var folder = new TemporaryFolder(); // of its own: a running site reads and writes its file too
        var file = new IncidentFile(Options.Create(new SiteOptions { Folder = folder.Path }), NullLogger<IncidentFile>.Instance);
        file.Write([new("queue", "Queue", "It hardly moves.", Noon, null)]);
        var path = Assert.Single(Directory.GetFiles(folder.Path));
        await File.WriteAllTextAsync(path, "[{");

        Assert.Empty(file.Read());
        Assert.Equal("[{", await File.ReadAllTextAsync($"{path}.unreadable"));
    }

    private static (IReadOnlyList<Incident> Book, IReadOnlyDictionary<string, DateTimeOffset> Suspects) LookAt(
        IReadOnlyList<Incident> book, IReadOnlyDictionary<string, DateTimeOffset> suspects, GridNow? grid, DateTimeOffset now) =>
        Incidents.Look(book, suspects, StatusPolicy.Judge(grid), now);

    private static GridNow Working { get; } = new()
    {
        At = Noon, WorkersOnline = 3, RefereesOnline = 1, Slots = 3, IdleSlots = 2, Queues = new Dictionary<string, long>(), PicturesToday = 9, Pictures = 90, PicturesLastHour = 4,
        VerifiedMflop = 51_000, VerifiedLastHourMflop = 100, ProvisionalMflop = 0, Arrivals = new(0, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, 0, 0, 0),
        Audits = new(0, 9, 0, 0, 0), LastPostingAt = Noon.AddMinutes(-4), OldestQueuedAt = null,
    };
}
