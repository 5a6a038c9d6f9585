using System.Net;

namespace LaionGrid.Worker.Gateway;

/// <summary>What the site's operator asked for, checked.</summary>
/// <param name="Coordinator">Where every connection leads; there is no other.</param>
/// <param name="SiteFolder">Seen by the compute nodes, too: holds what they have to know.</param>
/// <param name="Host">A name or address of this machine as nodes reach it.</param>
/// <param name="Listen">What to listen on.</param>
/// <param name="DiskLimit">Bytes that the cache may take; null for no limit.</param>
/// <param name="MaxConnections">Of all nodes together: one for each worker and four while it fetches a bundle.</param>
/// <param name="IsPlain">Without TLS.</param>
internal sealed record GatewaySettings(Uri Coordinator, string SiteFolder, string Host, IPEndPoint Listen, long? DiskLimit, int MaxConnections, bool IsPlain)
{
    public Uri Address(int port) => new UriBuilder(IsPlain ? Uri.UriSchemeHttp : Uri.UriSchemeHttps, Host, port).Uri;
}
