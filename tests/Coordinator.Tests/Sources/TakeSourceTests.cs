using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Imaging;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Intake;
using LaionGrid.Coordinator.Sources;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Sources;

/// <summary>Pictures to begin from: taken in, named by requests, and let go.</summary>
public sealed class TakeSourceTests
{
    private static readonly byte[] Png = PaintedPng.Of(16, 16, 50);

    [Theory, OnSqlite, OnPostgres]
    public async Task Bring_TwiceTheSame_KeepsItOnceAndItsPixelsAlone(DatabaseKind kind)
    {
        await using var grid = await CreateAsync(kind);
        var story = new Story(grid);

        var sha256 = await story.BringAsync(Png);
        grid.Time.Advance(TimeSpan.FromMinutes(40));
        Assert.Equal(sha256, await story.BringAsync(Png));

        Assert.Equal(PngDecoder.Decode(Png, 16, 16).Pixels, PngDecoder.Decode(await grid.Get<IBlobStore>().GetAsync(sha256, default) ?? [], 16, 16).Pixels);
        await using var db = await story.DbAsync();
        var kept = await db.Sources.SingleAsync();
        Assert.Equal((16, 16, grid.Time.GetUtcNow(), false), (kept.Width, kept.Height, kept.UsedAt, kept.IsNamed));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Sweep_AfterAnHour_LeavesWhatRequestsNameAndNothingElse(DatabaseKind kind)
    {
        await using var grid = await CreateAsync(kind);
        var story = new Story(grid);
        var (idle, named, mask, late) = (await story.BringAsync(Png), await story.BringAsync(PaintedPng.Of(16, 16, 60)), await story.BringAsync(PaintedPng.Of(16, 16, 200)), "");
        await story.AskAsync(source: named, mask: mask);
        grid.Time.Advance(TimeSpan.FromMinutes(30));
        late = await story.BringAsync(PaintedPng.Of(16, 16, 70));
        grid.Time.Advance(TimeSpan.FromMinutes(31));

        await grid.Loop<SourceSweep>().RunOnceAsync(default);

        await using var db = await story.DbAsync();
        Assert.Equal(new[] { named, mask, late }.Order(), (await db.Sources.Select(source => source.Sha256).ToListAsync()).Order());
        Assert.Equal(new[] { named, mask, late }.Order(), (await new SourceReferences(grid.Get<IDbContextFactory<Coordinator.Storage.GridDb>>()).FindAsync([idle, named, mask, late], default)).Order());
        Assert.Equal("source.unknown", await RefusedAsync(grid, new() { SourceSha256 = idle }));
    }

    /// <summary>The hash stands under the picture that was made from it; whoever reads it there must not get at the picture with it.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Submit_WithWhatAnotherBrought_IsRefused(DatabaseKind kind)
    {
        await using var grid = await CreateAsync(kind);
        var story = new Story(grid);
        var sha256 = await story.BringAsync(Png, requester: "ada");

        Assert.Equal("source.unknown", await RefusedAsync(grid, new() { SourceSha256 = sha256, Requester = "bob" }));
        Assert.Null(await RefusedAsync(grid, new() { SourceSha256 = sha256, Requester = "ada" }));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Bring_MoreThanIsKeptForOne_IsRefusedForThatOneAlone(DatabaseKind kind)
    {
        await using var grid = await CreateAsync(kind, "--Sources:MostEach", "2");
        var story = new Story(grid);
        var first = await story.BringAsync(PaintedPng.Of(16, 16, 1));
        await story.BringAsync(PaintedPng.Of(16, 16, 2));

        var third = await BringAsync(grid, PaintedPng.Of(16, 16, 3));

        Assert.Equal((RefusalKind.TooMany, "source.too_many"), (third?.Kind, third?.Code));
        Assert.Null(await BringAsync(grid, PaintedPng.Of(16, 16, 1))); // it is here already
        Assert.Null(await BringAsync(grid, PaintedPng.Of(16, 16, 3), requester: "bob"));
        await story.AskAsync(source: first);
        Assert.Null(await BringAsync(grid, PaintedPng.Of(16, 16, 3))); // one that is named no longer counts
    }

    [Theory, OnSqlite]
    public async Task Bring_OfMoreOrLessThanAnnounced_KeepsNothing(DatabaseKind kind)
    {
        await using var grid = await CreateAsync(kind);

        Assert.Equal("source.too_large", (await BringAsync(grid, Png, announced: Png.Length - 1))?.Code);
        Assert.Equal("source.truncated", (await BringAsync(grid, Png, announced: Png.Length + 1))?.Code);
        Assert.Equal("source.too_large", (await BringAsync(grid, Png, announced: TakeSource.MaxBytes + 1))?.Code);
        Assert.Equal("source.too_large", (await BringAsync(grid, Png, announced: 0))?.Code);
        Assert.Equal("source.not_png", (await BringAsync(grid, [.. Png, 0]))?.Code);
        await using var db = await new Story(grid).DbAsync();
        Assert.Empty(await db.Sources.ToListAsync());
    }

    [Theory, OnSqlite]
    public async Task Bring_WhileAnotherOfTheSameIsOnItsWay_ComesAgain(DatabaseKind kind)
    {
        await using var grid = await CreateAsync(kind);
        var (arrived, goesOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = grid.Get<TakeSource>().RunAsync(SourceOwner.Of(AccountId.Anonymous, "ada"), Png.Length, SlowAsync(), default);
        await arrived.Task;

        var second = Assert.IsType<TakeSourceOutcome.Refused>(await grid.Get<TakeSource>().RunAsync(SourceOwner.Of(AccountId.Anonymous, "ada"), Png.Length, Story.Chunks(Png), default));
        goesOn.SetResult();

        Assert.Equal((RefusalKind.Busy, "source.under_way"), (second.Refusal.Kind, second.Refusal.Code));
        Assert.IsType<TakeSourceOutcome.Taken>(await first);

        async IAsyncEnumerable<ReadOnlyMemory<byte>> SlowAsync()
        {
            arrived.SetResult();
            await goesOn.Task.WaitAsync(TimeSpan.FromSeconds(60));
            yield return Png;
        }
    }

    /// <summary>The hash stays with the request, and stands for nothing.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Erasure_OfWhoBroughtIt_LeavesNothingThatKeepsIt(DatabaseKind kind)
    {
        await using var grid = await CreateAsync(kind);
        var story = new Story(grid);
        var sha256 = await story.BringAsync(Png);
        await story.AskAsync(source: sha256);
        var records = new SourceRecords(grid.Get<IDbContextFactory<Coordinator.Storage.GridDb>>());
        var exported = await records.ReadAsync(AccountId.Anonymous, default).ToListAsync();

        await grid.Get<Coordinator.Storage.GridWriter>().RunAsync(async db => { await records.EraseAsync(db, new(AccountId.Anonymous, "nobody", grid.Time.GetUtcNow()), default); return true; }, default);

        Assert.Contains(sha256, System.Text.Json.JsonSerializer.Serialize(exported), StringComparison.Ordinal);
        Assert.False(await grid.Get<FindSources>().IsKeptAsync(AccountId.Anonymous, sha256, default));
        Assert.Empty(await new SourceReferences(grid.Get<IDbContextFactory<Coordinator.Storage.GridDb>>()).FindAsync([sha256], default));
    }

    [Theory, OnSqlite]
    public async Task Grid_ThatTakesNone_SaysSo(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, "--Sources:AreTaken", "false");

        Assert.Equal("source.off", (await BringAsync(grid, Png))?.Code);
        Assert.Equal("source.off", await RefusedAsync(grid, new() { SourceSha256 = new string('0', 64) }));
    }

    private static Task<CoordinatorUnderTest> CreateAsync(DatabaseKind kind, params string[] more) => CoordinatorUnderTest.CreateAsync(kind, ["--Sources:AreTaken", "true", .. more]);

    private static async Task<Refusal?> BringAsync(CoordinatorUnderTest grid, byte[] png, string requester = "", long? announced = null)
    {
        var outcome = await grid.Get<TakeSource>().RunAsync(SourceOwner.Of(AccountId.Anonymous, requester), announced ?? png.Length, Story.Chunks(png), default);
        return (outcome as TakeSourceOutcome.Refused)?.Refusal;
    }

    private static async Task<string?> RefusedAsync(CoordinatorUnderTest grid, Named named)
    {
        var ask = new Ask { RequestKey = $"{Random.Shared.NextInt64()}", Prompt = "a boat", Count = 1, SourceSha256 = named.SourceSha256, Requester = named.Requester };
        return (await grid.Get<SubmitRequest>().RunAsync(ask, "", Caller.Anonymous, default) as SubmitOutcome.Refused)?.Refusal.Code;
    }

    private sealed record Named
    {
        public required string SourceSha256 { get; init; }

        public string Requester { get; init; } = "";
    }
}
