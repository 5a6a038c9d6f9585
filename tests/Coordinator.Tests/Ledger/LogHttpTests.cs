using System.Net;
using LaionGrid.Arithmetic.Merkle;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Ledger;

public sealed class LogHttpTests
{
    [Theory, OnSqlite]
    public async Task Files_OfTheLog_AreAnybodysToFetch(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(kind, "--Log:PublishSeconds", "3600", "--Log:Name", "grid.example/ledger");
        var scene = new LogScene(grid);
        await scene.PostAsync(await scene.Ledger.OwnerAsync("worker"), 3);
        await scene.PublishAsync();
        using var http = ClientOf(grid);

        var key = LogKey.Parse((await http.GetStringAsync("/log/key")).Trim())!;
        var head = Checkpoint.Parse(SignedNote.Open(await http.GetStringAsync("/log/checkpoint"), key)!)!;
        var hashes = await http.GetAsync("/log/tile/0/000.p/3");
        var entries = EntryBundle.Read(await http.GetByteArrayAsync("/log/tile/entries/000.p/3"), 3)!;

        Assert.Equal(("grid.example/ledger", "grid.example/ledger", 3), (key.Name, head.Origin, head.Size));
        Assert.Equal("public, max-age=31536000, immutable", hashes.Headers.CacheControl?.ToString());
        Assert.Equal(entries.Select(entry => MerkleHash.OfLeaf(entry.Span)), Tile.Read(await hashes.Content.ReadAsByteArrayAsync(), 3)!);
        Assert.StartsWith("size 3\n", await http.GetStringAsync("/log/balances"), StringComparison.Ordinal);
    }

    [Theory, OnSqlite]
    public async Task Files_ThatAreNot_AreRefusedWithAReason(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(kind, "--Log:PublishSeconds", "3600");
        var scene = new LogScene(grid);
        await scene.PostAsync(await scene.Ledger.OwnerAsync("worker"), 3);
        await scene.PublishAsync();
        using var http = ClientOf(grid);

        foreach (var (path, status, code) in new[]
        {
            ("/log/tile/0/000", HttpStatusCode.NotFound, "tile.unknown"), ("/log/tile/0/000.p/4", HttpStatusCode.NotFound, "tile.unknown"), ("/log/tile/entries/000.p/4", HttpStatusCode.NotFound, "tile.unknown"),
            ("/log/tile/entries/x999/x999/x999/x999/x999/999", HttpStatusCode.NotFound, "tile.unknown"), ("/log/tile/0/x999/x999/x999/x999/x999/999", HttpStatusCode.NotFound, "tile.unknown"),
            ("/log/tile/1/000.p/1", HttpStatusCode.NotFound, "tile.unknown"), ("/log/tile/9/000", HttpStatusCode.NotFound, "tile.unknown"), ("/log/tile/0/%2e%2e/000", HttpStatusCode.NotFound, "tile.unknown"),
            ("/log/balances?after=me", HttpStatusCode.BadRequest, "after.invalid"),
        })
        {
            var answer = await http.GetAsync(path);
            Assert.Equal((path, status), (path, answer.StatusCode));
            Assert.StartsWith(code, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    private static HttpClient ClientOf(CoordinatorUnderTest grid) =>
        new() { BaseAddress = new(grid.Address), DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
}
