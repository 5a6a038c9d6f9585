using System.Security.Cryptography;
using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace LaionGrid.Coordinator.Tests.Jobs;

public sealed class AttemptReferencesTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Find_GivesThePicturesOfFinishedAttempts_AndNoOthers(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var worker = await story.EnrollAsync("worker");
        await story.AskAsync(count: 3);
        await story.RenderAsync(worker, shade: 1);
        await story.RenderAsync(worker, shade: 1);
        await story.RenderAsync(worker, shade: 2);

        var found = await grid.Services.GetServices<IBlobReferences>().OfType<AttemptReferences>().Single().FindAsync([HashOf(1), HashOf(2), HashOf(3)], default);

        Assert.Equal(new[] { HashOf(1), HashOf(2) }.Order(), found.Order());
    }

    private static string HashOf(byte shade) => Convert.ToHexStringLower(SHA256.HashData(PaintedPng.Of(16, 16, shade)));
}
