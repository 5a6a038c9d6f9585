using System.Security.Cryptography;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Commons;
using LaionGrid.Web.Datasets.Explorer;
using LaionGrid.Web.Site;
using Microsoft.Data.Sqlite;

namespace LaionGrid.Web.Datasets.Releases;

/// <summary>
/// Keeps the explorer's files of the newest month and of the newest increment in the site's folder, without the pictures that are gone since, and lets go of those of releases that are not handed out any more: what was taken down
/// is not looked into either. Files that were imported stay as they are.
/// </summary>
internal sealed partial class KeepExplorers(ReleasesGrpc releases, DataShelf shelf, GonePictures gone, LeaveOutGone leaveOut, PublicCache kept, TimeProvider time, ILogger<KeepExplorers> logger) : Loop(TimeSpan.FromMinutes(1), time, logger)
{
    private const string Explorer = "explorer.sqlite";
    private const int RunBytes = 64 * 1024 * 1024;

    protected override async Task TurnAsync(CancellationToken cancellationToken)
    {
        try
        {
            await gone.ReadAsync(cancellationToken);
            if (leaveOut.FromAll()) // first: whatever cannot be fetched is no reason to show what is gone
                await LetGoAsync(cancellationToken);
            var known = await releases.ListAsync(cancellationToken); // the newest first
            var wanted = known.Where(release => release.IsPublished).GroupBy(release => release.IsMonthly).Select(kind => kind.First().Version).ToHashSet();
            var changed = Drop(known.Select(release => release.Version).Except(wanted).ToHashSet());
            foreach (var version in wanted.Where(version => !File.Exists(PathOf(version))))
                changed |= await FetchAsync(version, cancellationToken);
            if (changed)
                await LetGoAsync(cancellationToken);
        }
        catch (CoordinatorAwayException away)
        {
            LogNotFetched(away.Message);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException or SqliteException or Grpc.Core.RpcException)
        {
            LogNotFetched(error.Message);
        }
    }

    /// <summary>Of all kept pages: others lead to what was there, too.</summary>
    private ValueTask LetGoAsync(CancellationToken cancellationToken) => kept.EvictAsync(PublicCache.Everything, cancellationToken);

    private string PathOf(string version) => Path.Combine(shelf.Folder, $"{version}.sqlite");

    /// <returns>Whether any went.</returns>
    private bool Drop(HashSet<string> gone)
    {
        var old = shelf.All.Where(set => set.IsOurs && gone.Contains(set.Name)).ToList();
        foreach (var set in old)
        {
            set.Forget();
            File.Delete(set.Path);
        }
        return old.Count > 0;
    }

    /// <returns>Whether it is here now: a release of an older coordinator has no such file.</returns>
    private async Task<bool> FetchAsync(string version, CancellationToken cancellationToken)
    {
        var (release, _) = await releases.FindAsync(version, cancellationToken);
        if (release?.Files.FirstOrDefault(file => file.Path == Explorer) is not { } file)
            return false;
        var part = Path.Combine(Directory.CreateDirectory(shelf.Folder).FullName, $"{version}.part");
        await using (var stream = File.Create(part))
        {
            for (var at = 0L; at < file.Bytes; at += RunBytes)
            {
                await foreach (var bytes in releases.FetchAsync(version, file.Path, at, (int)Math.Min(RunBytes, file.Bytes - at), cancellationToken))
                    await stream.WriteAsync(bytes, cancellationToken);
            }
            stream.Position = 0;
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)) != file.Sha256)
                throw new InvalidDataException($"{Explorer} of {version} came with other bytes than its release names. It is fetched again.");
        }
        leaveOut.From(part);
        File.Move(part, PathOf(version), overwrite: true);
        return true;
    }

    [LoggerMessage(EventId = 1, EventName = "ExplorerNotFetched", Level = LogLevel.Warning, Message = "The open data could not be brought up to date, and is tried again in a minute: {Reason}")]
    private partial void LogNotFetched(string reason);
}
