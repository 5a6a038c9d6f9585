using System.Security.Cryptography;
using LaionGrid.Web.Site;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace LaionGrid.Web.People;

/// <summary>
/// The key by which this site proves people to the coordinator: drawn at the first start, kept in the site's folder for its owner alone, with
/// its public half beside it for the coordinator to read.
/// </summary>
internal sealed class SiteKey(IOptions<SiteOptions> options) : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly ECDsa _key = ReadOrDraw(options.Value);

    public SigningCredentials Credentials => new(new ECDsaSecurityKey(_key), SecurityAlgorithms.EcdsaSha256);

    public void Dispose() => _key.Dispose();

    private static ECDsa ReadOrDraw(SiteOptions site)
    {
        Directory.CreateDirectory(site.PathOf(""));
        var path = site.PathOf("site.key");
        if (!File.Exists(path))
            Draw(path);
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(path));
        WriteWhole(site.PathOf("site.pub"), key.ExportSubjectPublicKeyInfoPem() + "\n", OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        return key;
    }

    private static void Draw(string path)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        WriteWhole(path, key.ExportPkcs8PrivateKeyPem() + "\n", OwnerOnly);
    }

    /// <summary>A start that is killed leaves the whole file or none.</summary>
    private static void WriteWhole(string path, string text, UnixFileMode mode)
    {
        var next = $"{path}.{Path.GetRandomFileName()}";
        var creation = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            creation.UnixCreateMode = mode;
        using (var file = new StreamWriter(next, creation))
            file.Write(text);
        File.Move(next, path, overwrite: true);
    }
}
