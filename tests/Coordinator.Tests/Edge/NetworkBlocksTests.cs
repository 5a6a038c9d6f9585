using System.Net;
using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Tests.Edge;

public sealed class NetworkBlocksTests
{
    private readonly NetworkBlocks _blocks = new();

    [Theory]
    [InlineData("203.0.113.1", "203.0.113.250", true), InlineData("203.0.113.1", "203.0.114.1", false), InlineData("203.0.113.1", "::ffff:203.0.113.9", true)]
    [InlineData("2001:db8:1:1::1", "2001:db8:1:ffff::1", true), InlineData("2001:db8:1::1", "2001:db8:2::1", false)]
    public void Of_TwoAddresses_IsTheSameWithinABlock(string one, string other, bool isSame) => Assert.Equal(isSame, Of(one) == Of(other));

    [Theory, InlineData("127.0.0.1"), InlineData("::1"), InlineData("::ffff:127.0.0.1"), InlineData(null)]
    public void Of_ThisMachine_IsNone(string? address) => Assert.Empty(_blocks.Of(address is null ? null : IPAddress.Parse(address)));

    /// <summary>Nobody who sees a hash can look up whose it is, nor compare it with another process's.</summary>
    [Fact]
    public void Of_AnAddress_DependsOnTheProcess() => Assert.NotEqual(Of("203.0.113.1"), new NetworkBlocks().Of(IPAddress.Parse("203.0.113.1")));

    private string Of(string address) => _blocks.Of(IPAddress.Parse(address));
}
