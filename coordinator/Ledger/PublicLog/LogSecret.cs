using System.Security.Cryptography;
using LaionGrid.Arithmetic.Merkle;
using LaionGrid.Coordinator.Edge;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Ledger.PublicLog;

/// <summary>
/// The key that signs the log's checkpoints: drawn once, kept owner-only beside the data. Whoever has lost it cannot go on with the log, and whoever has stolen
/// it still cannot change what machines have seen. Safe to call from any thread.
/// </summary>
internal sealed class LogSecret(IOptions<DataOptions> data, IOptions<LogOptions> options) : IDisposable
{
    private const int LeastBytes = 60; // of a P-256 key in PKCS #8

    private readonly Lazy<(ECDsa Secret, LogKey Key)> _pair = new(() => Open(data.Value.PathOf("log.key"), options.Value.Name), LazyThreadSafetyMode.PublicationOnly);

    public LogKey Key => _pair.Value.Key;

    public string Sign(Checkpoint checkpoint) => SignedNote.Sign(checkpoint.Text, Key, _pair.Value.Secret);

    public void Dispose()
    {
        if (_pair.IsValueCreated)
            _pair.Value.Secret.Dispose();
    }

    private static (ECDsa Secret, LogKey Key) Open(string path, string name)
    {
        var bytes = SecretFile.ReadOrDraw(path, LeastBytes, () =>
        {
            using var drawn = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return drawn.ExportPkcs8PrivateKey();
        });
        var secret = ECDsa.Create();
        try
        {
            secret.ImportPkcs8PrivateKey(bytes, out _);
        }
        catch (CryptographicException)
        {
            secret.Dispose();
            throw new BrokenSecretException($"{path} is not a whole secret. Restore it from a copy: the ledger's log cannot go on without it.");
        }
        return (secret, LogKey.Of(name.Length > 0 ? name : $"laiongrid/{Convert.ToHexStringLower(SHA256.HashData(secret.ExportSubjectPublicKeyInfo()))[..8]}", secret));
    }
}
