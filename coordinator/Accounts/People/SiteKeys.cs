using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace LaionGrid.Coordinator.Accounts.People;

/// <summary>The sites' public keys, read from their file and again whenever that has changed: a site may start, or change its key, after the coordinator.</summary>
internal sealed partial class SiteKeys(IOptions<AccountsOptions> options, ILogger<SiteKeys> logger)
{
    private const string Label = "PUBLIC KEY";

    private readonly string _path = Path.GetFullPath(options.Value.SiteKeyFile);
    private readonly Lock _reading = new();
    private IReadOnlyList<SecurityKey> _keys = [];
    private DateTime _writtenAt;

    public IReadOnlyList<SecurityKey> All()
    {
        lock (_reading)
        {
            var writtenAt = File.GetLastWriteTimeUtc(_path); // of a file that is not there: a date of its own
            if (writtenAt != _writtenAt)
                (_keys, _writtenAt) = (Read(), writtenAt);
            return _keys;
        }
    }

    private IReadOnlyList<SecurityKey> Read()
    {
        try
        {
            return File.Exists(_path) ? [.. Parse(File.ReadAllText(_path))] : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            LogUnreadable(_path, error.Message);
            return [];
        }
    }

    private static IEnumerable<SecurityKey> Parse(string text)
    {
        while (PemEncoding.TryFind(text, out var fields))
        {
            if (text[fields.Label] == Label)
                yield return Import(text[fields.Location]);
            text = text[fields.Location.End..];
        }
    }

    private static ECDsaSecurityKey Import(string pem)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(pem);
        return new(key);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The sites' keys in {Path} cannot be read, so nobody is signed in: {Reason} Copy a site's site.pub there again.")]
    private partial void LogUnreadable(string path, string reason);
}
