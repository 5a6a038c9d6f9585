using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using LaionGrid.Web.People;

namespace LaionGrid.Web.Ask;

/// <summary>
/// Tells visitors apart for the queue's sake, so that one who asks for much delays the others by little. The mark is a hash of the
/// visitor's address under a secret that dies with this process: nobody can find the address from it, nor follow anyone past a restart.
/// </summary>
internal sealed class VisitorMark
{
    private const int KeptBytes = 16;
    private const int HomeBytes = 8; // of an IPv6 address: a household has all of a /64

    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);

    public Asker AskerOf(HttpContext context) => context.Person() is { } person ? new(person, "") : new(null, Of(context.Connection.RemoteIpAddress));

    /// <summary>A request's key that nobody can make who is not this site, and nobody shares who asks the same from elsewhere: the form's own may stand on a page that many see.</summary>
    /// <returns>64 hex digits; the same each time while this process lives.</returns>
    public string Own(string key, Asker asker) => Convert.ToHexStringLower(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes($"{asker.Mark}/{asker.Person?.AccountId}/{key}")));

    /// <returns>32 hex digits; empty when there is no address, as on a local socket.</returns>
    public string Of(IPAddress? address)
    {
        if (address is null)
            return "";
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = plain.GetAddressBytes().AsSpan(0, plain.AddressFamily == AddressFamily.InterNetworkV6 ? HomeBytes : 4);
        return Convert.ToHexStringLower(HMACSHA256.HashData(_secret, bytes).AsSpan(0, KeptBytes));
    }
}
