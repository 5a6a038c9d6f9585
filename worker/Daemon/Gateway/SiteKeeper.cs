using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using LaionGrid.Worker.Files;
using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Site;

namespace LaionGrid.Worker.Gateway;

/// <summary>
/// The site's key and the gateway's certificate, made at the first start and kept: nodes that know a gateway know it after a restart, too. Nobody signs the certificate; nodes
/// find its hash beside the key.
/// </summary>
internal sealed class SiteKeeper(DataFolder data)
{
    private const int KeyBytes = 32;
    private const int CertificateYears = 20;

    /// <exception cref="IOException">It could not be kept.</exception>
    /// <exception cref="CryptographicException">What lies there is no certificate.</exception>
    public X509Certificate2 Certificate(TimeProvider time)
    {
        var path = data.PathOf("gateway.pem");
        if (!File.Exists(path))
            WholeFile.WriteForOwner(path, Encoding.ASCII.GetBytes(Draw(time.GetUtcNow())));
        return X509Certificate2.CreateFromPemFile(path);
    }

    /// <summary>Tells the nodes where the gateway is, with the key that they know already if they know one.</summary>
    /// <param name="certificate">Null without TLS.</param>
    public static SiteFile Announce(GatewaySettings settings, int port, X509Certificate2? certificate)
    {
        Directory.CreateDirectory(settings.SiteFolder);
        var key = SiteFile.Read(settings.SiteFolder).Site?.Key ?? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        var site = new SiteFile(settings.Coordinator, settings.Address(port), key, certificate?.GetCertHashString(HashAlgorithmName.SHA256) ?? "");
        site.Write(settings.SiteFolder);
        return site;
    }

    private static string Draw(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=laiongrid-gateway", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(CertificateYears));
        return $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }
}
