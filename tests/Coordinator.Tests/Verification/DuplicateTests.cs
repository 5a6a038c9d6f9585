using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Results;
using LaionGrid.Coordinator.Verification;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Duplicates;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Verification;

/// <summary>Pictures that look alike and ought not to are audited, and nothing else happens to them.</summary>
public sealed class DuplicateTests
{
    private const byte Shade = 100;

    [Theory, OnSqlite, OnPostgres]
    public async Task Picture_LikeOneOfTheSameWordsAndAnotherSeed_IsAudited(DatabaseKind kind)
    {
        await using var grid = await NeverDrawn.CreateAsync(kind);
        var story = new Story(grid);
        var (one, other) = (await story.EnrollAsync("one"), await story.EnrollAsync("other"));
        await story.AskAsync(seed: 7);
        await story.RenderAsync(one, Shade);
        await story.AskAsync(seed: 7);
        await story.RenderAsync(other, Shade); // the same seed gives the same picture
        await story.AskAsync(seed: 8);
        var alike = await story.RenderAsync(other, Shade);

        Assert.Equal([alike.Id], await FoundAsync(story));
        Assert.Equal(AuditState.Revealing, await StateAsync(story, alike));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Picture_LikeOneOfOtherWords_IsAuditedWhenItIsOfTheSameWorker(DatabaseKind kind)
    {
        await using var grid = await NeverDrawn.CreateAsync(kind);
        var story = new Story(grid);
        var (one, other) = (await story.EnrollAsync("one"), await story.EnrollAsync("other"));
        await story.AskAsync(prompt: "a boat");
        await story.RenderAsync(one, Shade);
        await story.AskAsync(prompt: "a house");
        await story.RenderAsync(other, Shade);
        await story.AskAsync(prompt: "a tree");
        var alike = await story.RenderAsync(one, Shade);

        Assert.Equal([alike.Id], await FoundAsync(story));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Picture_LikeNone_IsNotAuditedForIt(DatabaseKind kind)
    {
        await using var grid = await NeverDrawn.CreateAsync(kind);
        var story = new Story(grid);
        var worker = await story.EnrollAsync("worker");
        for (var seed = 1; seed <= 5; seed++)
        {
            await story.AskAsync(seed: seed);
            await DeliverAsync(grid, story, await story.MustClaimAsync(worker), worker, Noise(seed));
        }

        Assert.Empty(await FoundAsync(story));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Picture_LikeOneThatCameInTheSameBatch_IsAudited(DatabaseKind kind)
    {
        await using var grid = await NeverDrawn.CreateAsync(kind);
        var story = new Story(grid);
        var worker = await story.EnrollAsync("worker");
        await story.AskAsync(count: 2);
        var finished = new List<(HeldLease, Picture)>();
        for (var index = 0; index < 2; index++)
        {
            var lease = await story.MustClaimAsync(worker);
            var picture = new PaperEngine(Shade).Render(lease.Id.Value, Story.JobOf(lease));
            await story.UploadAsync(lease, worker, picture.Png);
            var held = grid.Get<LeaseBook>().Find(lease.Id)!;
            finished.Add((held, new Picture(picture.Sha256, picture.Png.Length, held.Upload!.Fingerprint, "1.0", picture.Commitment, PictureScores.None)));
        }

        await grid.Get<FinishAttempts>().RunAsync(finished, default);

        Assert.Equal([finished[1].Item1.Terms.Id], await FoundAsync(story));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Sweep_ForgetsPicturesOfLongAgo(DatabaseKind kind)
    {
        await using var grid = await NeverDrawn.CreateAsync(kind);
        var story = new Story(grid);
        var worker = await story.EnrollAsync("worker");
        await story.AskAsync(seed: 7);
        await story.RenderAsync(worker, Shade);
        grid.Time.Advance(TimeSpan.FromDays(15));
        await story.AskAsync(seed: 7);
        var kept = await story.RenderAsync(worker, Shade);
        grid.Time.Advance(TimeSpan.FromDays(16));

        await grid.Loop<SeenPictureSweep>().RunOnceAsync(default);

        await using var db = await story.DbAsync();
        Assert.Equal(kept.Id, (await db.SeenPictures.SingleAsync()).AttemptId);
    }

    /// <summary>Whatever four bits differ, the search's five parts leave one alike, so the search by parts loses nothing.</summary>
    [Fact]
    public void AreAlike_WithinFourBitsAndTheSameThumbnail_IsTrue()
    {
        var one = Seen(0x123456789ABCDEF0, [.. Enumerable.Range(0, 192).Select(value => (byte)value)]);

        Assert.True(DuplicatePolicy.AreAlike(one, Seen(one.Hash ^ 0x1000_0100_0010_0001, one.Thumbnail), new()));
        Assert.False(DuplicatePolicy.AreAlike(one, Seen(one.Hash ^ 0x1000_0100_0010_0003, one.Thumbnail), new()));
        Assert.False(DuplicatePolicy.AreAlike(one, Seen(one.Hash, [.. one.Thumbnail.Reverse()]), new()));
        Assert.False(DuplicatePolicy.AreAlike(one, one, new() { AlikeBits = -1 }));
    }

    private static SeenPicture Seen(long hash, byte[] thumbnail) => new() { AttemptId = default, WorkerId = default, Words = [], Seed = 0, Hash = hash, Thumbnail = thumbnail };

    private static async Task<List<AttemptId>> FoundAsync(Story story)
    {
        await using var db = await story.DbAsync();
        return await db.Audits.Where(audit => audit.Reason == AuditReason.Duplicate && audit.Rate == 1).Select(audit => audit.AttemptId).ToListAsync();
    }

    private static async Task<AuditState?> StateAsync(Story story, GrantedLease lease)
    {
        await using var db = await story.DbAsync();
        return (await db.Attempts.SingleAsync(attempt => attempt.Id == lease.Id)).Audit;
    }

    private static async Task DeliverAsync(CoordinatorUnderTest grid, Story story, GrantedLease lease, CallingWorker worker, byte[] png)
    {
        var picture = new PaperEngine(Shade).Render(lease.Id.Value, Story.JobOf(lease), png: png);
        Assert.IsType<UploadOutcome.Stored>(await story.UploadAsync(lease, worker, png));
        Assert.IsType<CompleteOutcome.Completed>(await grid.Get<CompleteAttempt>().RunAsync(new(Story.ClaimOf(lease, worker), picture.Sha256, "1.0", picture.Commitment, PictureScores.None), default));
    }

    private static byte[] Noise(int seed)
    {
        var rows = new byte[16 * (1 + (16 * 3))];
        new Random(seed).NextBytes(rows);
        for (var row = 0; row < 16; row++)
            rows[row * (1 + (16 * 3))] = 0; // no filter
        return PaintedPng.Join(PaintedPng.Header(16, 16), ("IDAT", PaintedPng.Deflate(rows)));
    }
}
