using System.Net;
using System.Net.Sockets;
using LaionGrid.TestKit;
using LaionGrid.TestKit.Chaos;

namespace LaionGrid.Coordinator.Tests.Chaos;

/// <summary>The proxy that the chaos is made with does what it is told, or the chaos proves nothing.</summary>
public sealed class UnreliableProxyTests : IAsyncDisposable
{
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly ManualTime _time = new();
    private readonly UnreliableProxy _proxy;

    public UnreliableProxyTests()
    {
        _server.Start();
        _proxy = new(((IPEndPoint)_server.LocalEndpoint).Port, _time);
    }

    [Fact]
    public async Task Bytes_PassWholeBothWays_AndSoDoesTheirEnd()
    {
        var (client, server) = await ConnectAsync();
        var bytes = new byte[3_000_000];
        new Random(1).NextBytes(bytes);

        var (near, far) = (client.GetStream(), server.GetStream()); // an end that has said all gives out no stream any more

        var there = AllAsync(far);
        await near.WriteAsync(bytes);
        client.Client.Shutdown(SocketShutdown.Send);
        Assert.Equal(bytes, await there);
        var back = AllAsync(near);
        await far.WriteAsync(bytes);
        server.Client.Shutdown(SocketShutdown.Send);

        Assert.Equal(bytes, await back);
    }

    [Fact]
    public async Task Stall_HoldsBytesAndConnections_UntilHealed()
    {
        var (client, server) = await ConnectAsync();
        _proxy.Stall();

        await client.GetStream().WriteAsync(new byte[] { 7 });
        var through = OneAsync(server);

        await AssertOvertakenAsync(through);
        _proxy.Heal();
        Assert.Equal(7, await through);
    }

    [Fact]
    public async Task Delay_HoldsBytes_UntilItsTimeIsUp()
    {
        var (client, server) = await ConnectAsync();
        _proxy.Delay = TimeSpan.FromHours(1);

        await client.GetStream().WriteAsync(new byte[] { 7 });
        var through = OneAsync(server);

        await AssertOvertakenAsync(through);
        while (!through.IsCompleted)
        {
            _time.Advance(TimeSpan.FromHours(1));
            await Task.Yield();
        }
        Assert.Equal(7, await through);
    }

    [Fact]
    public async Task Drop_EndsBothSidesPolitely()
    {
        var (client, server) = await ConnectAsync();

        _proxy.Drop();

        Assert.Empty(await AllAsync(client.GetStream()));
        Assert.Empty(await AllAsync(server.GetStream()));
    }

    [Fact]
    public async Task Reset_BreaksBothSides_AlsoWhileStalled()
    {
        var (client, server) = await ConnectAsync();
        _proxy.Stall();

        _proxy.Reset();

        await AssertResetAsync(client);
        await AssertResetAsync(server);
    }

    [Fact]
    public async Task Refuse_LetsNobodyNewIn_AndThoseWhoAreInStay()
    {
        var (client, server) = await ConnectAsync();

        _proxy.Refuse();

        using var late = new TcpClient();
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await late.ConnectAsync(IPAddress.Loopback, _proxy.Port);
            await OneAsync(late);
        });
        await client.GetStream().WriteAsync(new byte[] { 3 });
        Assert.Equal(3, await OneAsync(server));
        _proxy.Heal();
        _ = await ConnectAsync();
    }

    [Fact]
    public async Task Server_ThatGoes_IsFeltByItsClient()
    {
        var (client, server) = await ConnectAsync();

        server.LingerState = new(true, 0);
        server.Client.Close();

        await AssertResetAsync(client);
    }

    [Fact]
    public async Task Dispose_WhileStalled_EndsEveryConnection()
    {
        var (client, _) = await ConnectAsync();
        _proxy.Stall();
        await client.GetStream().WriteAsync(new byte[100_000]);

        await _proxy.DisposeAsync();

        await AssertResetAsync(client);
        Assert.Equal(0, _proxy.Connections);
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        _server.Stop();
    }

    private async Task<(TcpClient Client, TcpClient Server)> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _proxy.Port);
        return (client, await _server.AcceptTcpClientAsync(Soon));
    }

    /// <summary>Whatever goes round the proxy arrives, and what goes through it has not.</summary>
    private async Task AssertOvertakenAsync(Task through)
    {
        using var direct = new TcpClient();
        await direct.ConnectAsync((IPEndPoint)_server.LocalEndpoint);
        using var accepted = await _server.AcceptTcpClientAsync(Soon);
        await direct.GetStream().WriteAsync(new byte[] { 9 });
        Assert.Equal(9, await OneAsync(accepted));
        Assert.False(through.IsCompleted);
    }

    private static async Task AssertResetAsync(TcpClient side)
    {
        var error = await Assert.ThrowsAsync<IOException>(() => OneAsync(side));
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(error.InnerException).SocketErrorCode);
    }

    private static async Task<int> OneAsync(TcpClient side)
    {
        var one = new byte[1];
        await side.GetStream().ReadExactlyAsync(one, Soon);
        return one[0];
    }

    private static async Task<byte[]> AllAsync(NetworkStream side)
    {
        using var all = new MemoryStream();
        await side.CopyToAsync(all, Soon);
        return all.ToArray();
    }

    private static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token;
}
