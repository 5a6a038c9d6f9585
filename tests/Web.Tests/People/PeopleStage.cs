using LaionGrid.TestKit;
using LaionGrid.Web.People.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LaionGrid.Web.Tests.People;

/// <summary>The site with people in one of the databases, a clock that the test turns, and any number of browsers.</summary>
internal sealed class PeopleStage : IAsyncDisposable
{
    private readonly string? _database;
    private readonly List<Visit> _visits = [];

    private PeopleStage(SiteUnderTest site, string? database) => (Site, _database) = (site, database);

    public SiteUnderTest Site { get; }

    public AccountsScript Accounts => Site.Script.Accounts;

    public TurnedTime Time { get; private init; } = new();

    public static async Task<PeopleStage> StartAsync(DatabaseKind kind, params string[] settings)
    {
        var (time, database) = (new TurnedTime(), kind == DatabaseKind.Postgres ? $"people_{Guid.NewGuid():N}" : null);
        string[] storage = database is null ? [] : ["--People:ConnectionString", await Postgres.CreateAsync(database)];
        return new(await SiteUnderTest.StartAsync(time, ["--People:FormsPerMinute", "1000", .. storage, .. settings]), database) { Time = time };
    }

    public static Task<PeopleStage> StartAsync(params string[] settings) => StartAsync(DatabaseKind.Sqlite, settings);

    /// <summary>A browser that was never here.</summary>
    public Visit Visit()
    {
        _visits.Add(new(Site.Http.BaseAddress!));
        return _visits[^1];
    }

    public Task<PeopleDb> DbAsync() => Site.Services.GetRequiredService<IDbContextFactory<PeopleDb>>().CreateDbContextAsync();

    public async ValueTask DisposeAsync()
    {
        _visits.ForEach(visit => visit.Dispose());
        await Site.DisposeAsync();
        if (_database is not null)
            await Postgres.DropAsync(_database);
    }
}
