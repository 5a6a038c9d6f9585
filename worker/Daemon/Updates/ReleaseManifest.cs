using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LaionGrid.Worker.Updates;

/// <summary>One platform's program.</summary>
/// <param name="Platform">Such as "linux-x64".</param>
/// <param name="File">Beside the manifest.</param>
/// <param name="Sha256">In lowercase hexadecimal.</param>
internal sealed record ReleaseArchive(string Platform, string File, long Bytes, string Sha256);

/// <summary>What an operator signs of a release.</summary>
/// <param name="Product">Always <see cref="ProductName"/>: a key may sign other things too.</param>
/// <param name="Version">Three numbers, such as "0.2.0".</param>
/// <param name="RolloutHours">From the publishing on, 0 to 720; workers take it one after another over this time, so that a bad release meets a few of them first.</param>
internal sealed partial record ReleaseManifest(string Product, string Version, DateTimeOffset PublishedAt, double RolloutHours, IReadOnlyList<ReleaseArchive> Archives)
{
    public const string ProductName = "laiongrid-worker";
    public const string FileName = "release.json";
    public const string SignatureName = "release.json.sig";

    private const double MaxRolloutHours = 720;
    private const long MaxArchiveBytes = 4L << 30;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    public Version Number => System.Version.Parse(Version);

    /// <param name="signature">ECDSA over SHA-256 in DER, as openssl writes it.</param>
    /// <returns>The manifest, or in one line why it is not to be believed.</returns>
    public static (ReleaseManifest? Manifest, string? Problem) Read(byte[] bytes, byte[] signature, ECDsa key)
    {
        if (!key.VerifyData(bytes, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence))
            return (null, "its signature is not by the key that came with this program");
        try
        {
            return JsonSerializer.Deserialize<ReleaseManifest>(bytes, Json) is { } read && read.IsSound() ? (read, null) : (null, "it says what no release can be");
        }
        catch (JsonException error)
        {
            return (null, $"it cannot be read: {error.Message}");
        }
    }

    public ReleaseArchive? ArchiveFor(string platform) => Archives.FirstOrDefault(archive => archive.Platform == platform);

    private bool IsSound() => Product == ProductName && VersionText().IsMatch(Version) && RolloutHours is >= 0 and <= MaxRolloutHours
        && Archives.All(archive => FileText().IsMatch(archive.File) && archive.Bytes is > 0 and <= MaxArchiveBytes && HashText().IsMatch(archive.Sha256));

    [GeneratedRegex(@"^\d{1,5}\.\d{1,5}\.\d{1,5}\z")]
    private static partial Regex VersionText();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex FileText();

    [GeneratedRegex(@"^[0-9a-f]{64}\z")]
    private static partial Regex HashText();
}
