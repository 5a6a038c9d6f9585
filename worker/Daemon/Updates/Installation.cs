using System.Security.Cryptography;
using System.Text.Json;
using LaionGrid.Arithmetic.Tolerances;

namespace LaionGrid.Worker.Updates;

/// <summary>
/// A folder that install.sh made: each version in a folder of its own below "versions", "current" leading to the one that runs, and beside them
/// where releases come from and the key they are signed with. A package manager's installation is none, and keeps itself up to date.
/// </summary>
internal sealed class Installation : IDisposable
{
    public const string KeyName = "release.pub";
    public const string AddressName = "release.url";

    private const string VersionsName = "versions";
    private const string CurrentName = "current";
    private const string RecordName = "update.json";
    private const string ProgramName = "laiongrid-worker";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly string _root;

    private Installation(string root, string running, Uri address, ECDsa key) => (_root, Running, Address, Key) = (root, running, address, key);

    /// <summary>The version of the program that runs.</summary>
    public string Running { get; }

    /// <summary>Ends with a slash.</summary>
    public Uri Address { get; }

    public ECDsa Key { get; }

    /// <param name="program">Folder of the program that runs.</param>
    /// <returns>Null when that is no such installation, or not this user's to change.</returns>
    public static Installation? Find(string program, string running)
    {
        var versions = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(program));
        if (OperatingSystem.IsWindows() || Path.GetFileName(versions) != VersionsName || Path.GetDirectoryName(versions) is not { } root)
            return null;
        var (url, pem) = (Path.Combine(root, AddressName), Path.Combine(root, KeyName));
        return File.Exists(url) && File.Exists(pem) && IsOurs(root) && AddressOf(File.ReadAllText(url)) is { } address && ToleranceSignature.ReadKey(File.ReadAllText(pem)) is { } key
            ? new(root, running, address, key)
            : null;
    }

    /// <summary>The path by which whichever version is current is started; the program's own where versions have no folders.</summary>
    public static string LastingPathOf(string program)
    {
        var versions = Path.GetDirectoryName(Path.GetDirectoryName(program));
        var lasting = Path.Combine(Path.GetDirectoryName(versions) ?? "", CurrentName, Path.GetFileName(program));
        return Path.GetFileName(versions) == VersionsName && File.Exists(lasting) ? lasting : program;
    }

    public string FolderOf(string version) => Path.Combine(_root, VersionsName, version);

    public string ProgramOf(string version) => Path.Combine(FolderOf(version), ProgramName);

    /// <summary>The record; a new one when there is none, or none that can be read.</summary>
    public UpdateRecord ReadRecord()
    {
        try
        {
            return JsonSerializer.Deserialize<UpdateRecord>(File.ReadAllBytes(Path.Combine(_root, RecordName)), Json) ?? New();
        }
        catch (Exception error) when (error is IOException or JsonException)
        {
            return New();
        }
    }

    public void Write(UpdateRecord record) => Posix.Replace(Path.Combine(_root, RecordName), beside => File.WriteAllBytes(beside, JsonSerializer.SerializeToUtf8Bytes(record, Json)));

    /// <summary>From the next start on this version runs. At once the old one or the new one, whatever happens meanwhile.</summary>
    public void Switch(string version) => Posix.Replace(Path.Combine(_root, CurrentName), beside => File.CreateSymbolicLink(beside, Path.Combine(VersionsName, version)));

    /// <summary>Deletes all versions but these.</summary>
    public void Keep(params IReadOnlyCollection<string> versions)
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(_root, VersionsName)).Where(folder => !versions.Contains(Path.GetFileName(folder))))
            Directory.Delete(folder, recursive: true);
    }

    public void Dispose() => Key.Dispose();

    private static UpdateRecord New() => new(RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue, null, []);

    private static bool IsOurs(string root)
    {
        try
        {
            using var trace = File.Create(Path.Combine(root, Path.GetRandomFileName()), 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static Uri? AddressOf(string text) =>
        Uri.TryCreate(text.Trim().TrimEnd('/') + '/', UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)) ? address : null;
}
