using System.Net;
using System.Net.Sockets;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Chaos;

/// <summary>Ports of processes that are to start, and to start again.</summary>
public sealed class LoopbackPortTests
{
    private const int FirstGivenOut = 32_768; // by Linux; other systems begin higher

    [Fact]
    public void Ports_AreEachAnother_AndNoneThatTheSystemGivesOut()
    {
        var ports = Enumerable.Range(0, 100).Select(_ => LoopbackPort.Free()).ToList();

        Assert.Equal(100, ports.Distinct().Count());
        Assert.All(ports, port => Assert.InRange(port, 1024, FirstGivenOut - 1));
    }

    [Fact]
    public void Port_WhereSomebodyListens_IsPassedOver()
    {
        var next = LoopbackPort.Free() + 1;
        using var taken = new TcpListener(IPAddress.Loopback, next);
        taken.Start();

        Assert.NotEqual(next, LoopbackPort.Free());
    }
}
