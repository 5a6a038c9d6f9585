using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace LaionGrid.Coordinator.Edge;

/// <summary>Tells the networks apart that callers come from, and keeps no address: only a hash under a key that dies with the process.</summary>
internal sealed class NetworkBlocks
{
    private const int BytesV4 = 3; // a /24
    private const int BytesV6 = 6; // a /48: what one customer is given

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);

    /// <returns>The same for callers of one IPv4 /24 or IPv6 /48; empty for those on this machine, and where the address is not known.</returns>
    public string Of(IPAddress? address)
    {
        if (address is null || IPAddress.IsLoopback(address))
            return "";
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var block = plain.GetAddressBytes().AsSpan(0, plain.AddressFamily == AddressFamily.InterNetwork ? BytesV4 : BytesV6);
        return Convert.ToHexStringLower(HMACSHA256.HashData(_key, block));
    }
}
