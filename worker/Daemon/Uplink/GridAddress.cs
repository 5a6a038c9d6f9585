namespace LaionGrid.Worker.Uplink;

/// <summary>Addresses that a worker speaks to. Over https with the system's usual checks of certificates, which nothing turns off; over plain http on this machine.</summary>
internal static class GridAddress
{
    /// <summary>The address, or in words why not.</summary>
    /// <param name="allowsPlainHttp">The owner trusts the network.</param>
    public static (Uri? Address, string Problem) Read(string text, bool allowsPlainHttp)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Host.Length == 0)
            return (null, $"\"{text}\" is not an address such as https://grid.example or http://localhost:5081.");
        if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback && !allowsPlainHttp)
            return (null, $"\"{text}\" is plain http: whoever is on the way could read this machine's key and the prompts. Use https, or on a network that you trust --allow-plain-http.");
        return (address, "");
    }
}
