using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Grid.Tests.Clusters;

/// <summary>Nodes without internet reach the grid over their site's gateway, and nothing else; all as real processes.</summary>
public sealed class GatewayTests
{
    /// <summary>The pocket model's files.</summary>
    private const long BundleBytes = 16_500_000;

    [Fact]
    public async Task Nodes_BehindAGateway_RenderAndFetchTheBundleOnce()
    {
        await using var grid = await StartAsync();
        using var first = grid.Node("node1");
        using var second = grid.Node("node2");
        first.Start();
        second.Start();

        var makers = await grid.RenderByAsync(workers: 2);

        Assert.Equal(2, makers.Count);
        Assert.InRange(grid.Line.BytesPassed, BundleBytes * 9 / 10, BundleBytes * 3 / 2); // that of two would be twice
        Assert.Equal(2, Directory.EnumerateDirectories(Directory.EnumerateDirectories(grid.Folder["identities"]).Single()).Count());
    }

    [Fact]
    public async Task Gateway_WhenItAndTheCoordinatorAreKilled_LosesNothing()
    {
        await using var grid = await StartAsync();
        using var node = grid.Node("node");
        node.Start();
        var request = await grid.AskAsync(count: 1, steps: 100);
        await grid.UntilAsync(request, view => view.Jobs[0].Step >= 3);

        grid.Gateway.Kill();
        grid.Coordinator.Kill();
        await grid.StartCoordinatorAsync();
        await StartGatewayAsync(grid);

        await grid.UntilAsync(request, view => view.Jobs[0].PictureSha256.Length > 0);
        await node.SaysAsync("Picture uploaded"); // the very one that was being rendered when they were killed
        Assert.DoesNotContain("Gave the work back", node.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_WithAnotherKey_IsRefusedAndSaysSo()
    {
        await using var grid = await StartAsync();
        var (site, other) = (Path.Combine(grid.Folder["site"], "site.json"), Directory.CreateDirectory(grid.Folder["other"]).FullName);
        File.Copy(site, Path.Combine(other, "site.json")); // with its rights
        var told = JsonNode.Parse(File.ReadAllText(site))?.AsObject() ?? [];
        told["Key"] = "guessed";
        File.WriteAllText(Path.Combine(other, "site.json"), told.ToJsonString());
        using var node = grid.Node("node", other);

        node.Start();

        Assert.Equal(1, await node.EndedAsync());
        Assert.Contains("does not take the key", node.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_WhenSomethingElseAnswers_DoesNotTellItTheKey()
    {
        await using var grid = await StartAsync();
        grid.Gateway.Kill();
        Directory.Delete(grid.Folder["gateway"], recursive: true); // another gateway on the same address, with another certificate
        var before = File.ReadAllText(Path.Combine(grid.Folder["site"], "site.json"));
        await StartGatewayAsync(grid);
        File.WriteAllText(Path.Combine(grid.Folder["site"], "site.json"), before);
        using var node = grid.Node("node");

        node.Start();

        Assert.Equal(1, await node.EndedAsync());
        Assert.Contains("its certificate is another", node.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1:22", "404"), InlineData("GET http://127.0.0.1:22/ HTTP/1.1\r\nHost: 127.0.0.1:22", "200"), InlineData("GET http://example.org/etc HTTP/1.1\r\nHost: example.org", "404")]
    [InlineData("POST /grid HTTP/1.1\r\nHost: gateway\r\nContent-Length: 0", "404"), InlineData("GET /grid HTTP/1.1\r\nHost: gateway", "426"), InlineData("GET /files/../../etc/passwd HTTP/1.1\r\nHost: gateway", "404")]
    [InlineData("GET /files/..%2f..%2fsite.json HTTP/1.1\r\nHost: gateway", "404"), InlineData("GET /grid HTTP/1.1\r\nHost: gateway\r\nConnection: Upgrade\r\nUpgrade: websocket", "426")]
    public async Task Gateway_AskedForAnythingElse_LeadsNowhere(string request, string status)
    {
        await using var grid = await StartAsync();
        var key = JsonNode.Parse(File.ReadAllText(Path.Combine(grid.Folder["site"], "site.json")))?["Key"]?.GetValue<string>();
        var before = grid.Line.BytesPassed;

        Assert.StartsWith($"HTTP/1.1 {status} ", await SayAsync(grid, $"{request}\r\nAuthorization: Bearer {key}"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 401 ", await SayAsync(grid, request), StringComparison.Ordinal); // and without the key not even that
        Assert.InRange(grid.Line.BytesPassed - before, 0, 200_000); // the list of bundles at most
    }

    private static async Task<SiteGrid> StartAsync()
    {
        var grid = new SiteGrid();
        await grid.StartCoordinatorAsync();
        await StartGatewayAsync(grid);
        return grid;
    }

    private static async Task StartGatewayAsync(SiteGrid grid)
    {
        grid.Gateway.Start();
        await grid.Gateway.SaysAsync("Leads to ");
    }

    private static async Task<string> SayAsync(SiteGrid grid, string head)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", grid.GatewayPort);
        await using var secure = new SslStream(socket.GetStream(), false, (_, certificate, _, _) => certificate is not null);
        await secure.AuthenticateAsClientAsync("gateway");
        await secure.WriteAsync(Encoding.ASCII.GetBytes($"{head}\r\n\r\n"));
        var (buffer, read) = (new byte[512], 0);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!Encoding.ASCII.GetString(buffer, 0, read).Contains('\n', StringComparison.Ordinal) && await secure.ReadAsync(buffer.AsMemory(read), patience.Token) is var more and > 0)
            read += more;
        return Encoding.ASCII.GetString(buffer, 0, read);
    }
}
