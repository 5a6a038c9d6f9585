using System.ComponentModel;
using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace LaionGrid.Worker.Updates;

/// <summary>Why an update was not taken, for the owner.</summary>
internal sealed class UpdateException(string message) : Exception(message);

/// <summary>Fetches releases and lays them beside the program that runs. Nothing of one is used before its signature, its hash and a first call have held.</summary>
internal sealed class FetchUpdate(Installation installation, HttpClient http)
{
    private const int MaxManifestBytes = 64 * 1024;
    private const int PieceBytes = 128 * 1024;
    private static readonly TimeSpan FirstCall = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestDownload = TimeSpan.FromHours(2);

    /// <summary>The newest release, whatever its version.</summary>
    /// <exception cref="UpdateException">It is not to be had, or not to be believed.</exception>
    public async Task<ReleaseManifest> LookAsync(CancellationToken cancellationToken)
    {
        var (bytes, signature) = (await ReadAsync(ReleaseManifest.FileName, cancellationToken), await ReadAsync(ReleaseManifest.SignatureName, cancellationToken));
        var (manifest, problem) = ReleaseManifest.Read(bytes, signature, installation.Key);
        return manifest ?? throw new UpdateException($"{new Uri(installation.Address, ReleaseManifest.FileName)} is not believed: {problem}.");
    }

    /// <summary>Lays a release's program beside the one that runs. What lay half done there is done anew.</summary>
    /// <exception cref="UpdateException">Its archive is not to be had, has another hash, or does not run.</exception>
    public async Task LayAsync(ReleaseManifest release, string platform, CancellationToken cancellationToken)
    {
        var archive = release.ArchiveFor(platform) ?? throw new UpdateException($"Release {release.Version} has no program for {platform}.");
        var folder = installation.FolderOf(release.Version);
        var (packed, unpacked) = ($"{folder}.tar.gz", $"{folder}.new");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestDownload);
        try
        {
            await DownloadAsync(archive, packed, limit.Token);
            await UnpackAsync(packed, unpacked, cancellationToken);
            await CallAsync(Path.Combine(unpacked, Path.GetFileName(installation.ProgramOf(release.Version))), release.Version, cancellationToken);
            Remove(folder);
            Directory.Move(unpacked, folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or HttpRequestException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new UpdateException($"Release {release.Version} could not be laid down: {error.Message}");
        }
        finally
        {
            File.Delete(packed);
            Remove(unpacked);
        }
    }

    private async Task DownloadAsync(ReleaseArchive archive, string to, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using (var content = await http.GetStreamAsync(new Uri(installation.Address, archive.File), cancellationToken))
        await using (var file = File.Create(to))
        {
            var (piece, left) = (new byte[PieceBytes], archive.Bytes);
            for (int read; (read = await content.ReadAsync(piece, cancellationToken)) > 0; left -= read)
            {
                if (read > left)
                    throw new UpdateException($"{archive.File} is longer than the {archive.Bytes} bytes that were signed.");
                hash.AppendData(piece, 0, read);
                await file.WriteAsync(piece.AsMemory(0, read), cancellationToken);
            }
        }
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != archive.Sha256)
            throw new UpdateException($"{archive.File} has not the hash that was signed.");
    }

    private static async Task UnpackAsync(string packed, string folder, CancellationToken cancellationToken)
    {
        Remove(folder);
        Directory.CreateDirectory(folder);
        await using var file = File.OpenRead(packed);
        await using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(unzipped, folder, overwriteFiles: false, cancellationToken);
    }

    /// <summary>A program that lacks a library, or is for another processor, shows it here.</summary>
    private static async Task CallAsync(string program, string version, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(FirstCall);
        try
        {
            using var called = Process.Start(new ProcessStartInfo(program, ["--version"]) { RedirectStandardOutput = true }) ?? throw new UpdateException($"Release {version} does not start here.");
            await using var ended = limit.Token.Register(called.Kill);
            var said = await called.StandardOutput.ReadToEndAsync(CancellationToken.None); // ends with the program
            await called.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            if (called.ExitCode != 0 || said.Trim().Split('+')[0] != version)
                throw new UpdateException($"Release {version} does not run here: asked for its version it ended with {called.ExitCode} and said \"{said.ReplaceLineEndings(" ").Trim()}\".");
        }
        catch (Win32Exception error)
        {
            throw new UpdateException($"Release {version} does not run here: {error.Message}.");
        }
    }

    private async Task<byte[]> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = await http.GetStreamAsync(new Uri(installation.Address, name), cancellationToken);
            var bytes = new byte[MaxManifestBytes];
            var read = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            return read < bytes.Length ? bytes[..read] : throw new UpdateException($"{name} is longer than {MaxManifestBytes / 1024} KiB.");
        }
        catch (Exception error) when (error is HttpRequestException or IOException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new UpdateException($"{new Uri(installation.Address, name)} cannot be fetched: {error.Message}");
        }
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
