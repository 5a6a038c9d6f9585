using System.Text.Json;
using LaionGrid.Worker.Files;

namespace LaionGrid.Worker.Site;

/// <summary>What a compute node has to know of its site's gateway. It lies in a folder that both see, readable by their user alone.</summary>
/// <param name="Coordinator">The grid that the gateway leads to, and no other.</param>
/// <param name="Address">Where the gateway listens.</param>
/// <param name="Key">Lets a node in.</param>
/// <param name="CertificateSha256">Of the gateway's certificate, hexadecimal; empty without TLS.</param>
internal sealed record SiteFile(Uri Coordinator, Uri Address, string Key, string CertificateSha256)
{
    private const string Name = "site.json";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static string PathIn(string folder) => Path.Combine(folder, Name);

    /// <summary>What the gateway wrote, or in one line why it cannot be used.</summary>
    public static (SiteFile? Site, string? Problem) Read(string folder)
    {
        var path = PathIn(folder);
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(OwnerOnly | UnixFileMode.UserExecute)) != 0)
                return (null, $"Others can read {path}, and with it the site's key. Make it yours alone: chmod 600 {path}");
            var site = JsonSerializer.Deserialize<SiteFile>(File.ReadAllBytes(path));
            return site is { Coordinator.IsAbsoluteUri: true, Address.IsAbsoluteUri: true, Key.Length: > 0, CertificateSha256: not null } ? (site, null) : (null, Broken(path));
        }
        catch (JsonException)
        {
            return (null, Broken(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (null, $"{path} cannot be read: {error.Message} Start the gateway first; it writes it.");
        }
    }

    /// <summary>Replaces it whole.</summary>
    public void Write(string folder) => WholeFile.WriteForOwner(PathIn(folder), JsonSerializer.SerializeToUtf8Bytes(this));

    /// <summary>Without the key: records print their members, and a log must not.</summary>
    public override string ToString() => $"gateway {Address} to {Coordinator}";

    private static string Broken(string path) => $"{path} is not what a gateway writes. Start the gateway anew, or copy the file again.";
}
