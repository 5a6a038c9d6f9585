using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Results;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Results;

public sealed class UploadTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Upload_WhenAnythingIsWrong_IsRefusedByCodeAndLeavesNothingBehind(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var worker = await story.EnrollAsync("worker");
        var request = await story.AskAsync();
        var lease = await story.MustClaimAsync(worker);
        var (claim, png) = (Story.ClaimOf(lease, worker), PaintedPng.Of(16, 16, 1));
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(png));

        Assert.Equal("upload.too_large", await CodeAsync(grid, new(claim, ReceiveUpload.MaxBytes + 1L, hash), png));
        Assert.Equal("upload.too_large", await CodeAsync(grid, new(claim, png.Length - 1, hash), png));
        Assert.Equal("upload.truncated", await CodeAsync(grid, new(claim, png.Length, hash), png[..^1]));
        Assert.Equal("upload.hash_mismatch", await CodeAsync(grid, new(claim, png.Length, new string('0', 64)), png));
        Assert.Equal("upload.not_png", (await story.UploadAsync(lease, worker, "not a picture"u8.ToArray()) as UploadOutcome.Refused)?.Refusal.Code);
        Assert.Equal("upload.wrong_size", (await story.UploadAsync(lease, worker, PaintedPng.Of(8, 8, 1)) as UploadOutcome.Refused)?.Refusal.Code);
        Assert.Equal("lease.stale", await CodeAsync(grid, new(claim with { Fence = 99 }, png.Length, hash), png));
        Assert.Equal("lease.unknown", await CodeAsync(grid, new(claim with { WorkerId = default }, png.Length, hash), png));
        Assert.Equal("upload.missing", (await story.CompleteAsync(lease, worker, 1) as CompleteOutcome.Refused)?.Refusal.Code);

        Assert.Empty(Directory.EnumerateFiles(grid.Folder[Path.Combine("data", "blobs")], "*", SearchOption.AllDirectories));
        Assert.Equal(JobState.Leased, (await story.JobAsync(request)).State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Complete_WhenRepeated_GivesTheSameAnswer(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var worker = await story.EnrollAsync("worker");
        await story.AskAsync();
        var lease = await story.RenderAsync(worker, shade: 3);
        var png = PaintedPng.Of(16, 16, 3);

        var again = await story.CompleteAsync(lease, worker, 3);

        Assert.Equal(new CompleteOutcome.Completed(Verdict.Pending, IsRevealWanted: true), again);
        Assert.IsType<UploadOutcome.Stored>(await story.UploadAsync(lease, worker, png));
    }

    private static async Task<string?> CodeAsync(CoordinatorUnderTest grid, UploadHeader header, byte[] bytes) =>
        (await grid.Get<ReceiveUpload>().RunAsync(header, Story.Chunks(bytes), default) as UploadOutcome.Refused)?.Refusal.Code;
}
