using System.Net;
using LaionGrid.Web.Ask;

namespace LaionGrid.Web.Tests.Ask;

public sealed class VisitorMarkTests
{
    private readonly VisitorMark _mark = new();

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void Mark_OfTwoAddresses_IsOneWithinAHousehold(string one, string other, bool isOne) =>
        Assert.Equal(isOne, Mark(one) == Mark(other));

    [Fact]
    public void Mark_OfAnotherProcess_IsAnother() => Assert.NotEqual(Mark("192.0.2.7"), new VisitorMark().Of(IPAddress.Parse("192.0.2.7")));

    [Fact]
    public void Mark_WithoutAnAddress_IsEmpty() => Assert.Equal("", _mark.Of(null));

    private string Mark(string address) => _mark.Of(IPAddress.Parse(address));
}
