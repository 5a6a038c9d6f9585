using LaionGrid.Coordinator.Datasets.Releases.Building;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Datasets.Releases;

/// <summary>Sets tombstones, and builds what is due where the operator wants that.</summary>
internal sealed partial class ReleaseLoop(BuryReleased bury, BuildRelease build, QueueSignal signal, IDbContextFactory<GridDb> databases, IOptions<ReleasesOptions> options, TimeProvider time, ILogger<ReleaseLoop> logger) : Loop(time, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private readonly TimeProvider _time = time;
    private readonly ILogger _logger = logger;
    private readonly HashSet<ReleaseVersion> _tried = [];
    private DateTimeOffset _allAgain = DateTimeOffset.MinValue;
    private bool _isTold;

    /// <summary>What is taken down, withdrawn, hidden, deleted or recalled is looked at at once, and all that is released at each interval.</summary>
    protected override async Task WaitAsync(CancellationToken cancellationToken)
    {
        await signal.Departed.WaitAsync(Interval, _time, cancellationToken);
        _isTold = true;
    }

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var only = _isTold && now < _allAgain ? signal.Departed.Take() : null;
        _isTold = false; // should this turn fail, the next looks at all
        var count = await bury.RunAsync(only, cancellationToken);
        if (count > 0)
            LogBuried(count);
        if (only is null)
            _allAgain = now + Interval;
        else if (count == 0)
            return;
        while (options.Value.IsScheduled && ReleaseSchedulePolicy.Due(_time.GetUtcNow(), await KnownAsync(cancellationToken), _tried, options.Value.ReviseAfter) is { } version)
        {
            _tried.Add(version);
            await BuildAsync(version, cancellationToken);
        }
    }

    private async Task BuildAsync(ReleaseVersion version, CancellationToken cancellationToken)
    {
        switch (await build.RunAsync(version, null, null, cancellationToken))
        {
            case BuildOutcome.Built built:
                LogBuilt(built.Version, built.Pictures, built.Bytes);
                break;
            case BuildOutcome.Busy or BuildOutcome.Overtaken:
                _tried.Remove(version);
                throw new InvalidOperationException($"Release {version} was not built: another build runs in its folder, or pictures were taken away each time it was ready.");
        }
    }

    private async Task<IReadOnlyCollection<KnownRelease>> KnownAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (pictures, tombstones) = (db.ReleasedPictures, db.Tombstones);
        var rows = await db.Releases.Select(release => new
        {
            release.Version, release.State, release.PublishedAt,
            HasLost = release.Kind == ReleaseKind.Monthly && release.State == ReleaseState.Published && pictures.Any(picture => picture.Version == release.Version && tombstones.Any(tombstone => tombstone.JobId == picture.JobId)),
        }).ToListAsync(cancellationToken);
        return [.. rows.Select(row => ReleaseVersion.Read(row.Version) is { } version ? new KnownRelease(version, row.State, row.PublishedAt, row.HasLost) : null).OfType<KnownRelease>()];
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Release {Version} is published: {Pictures} pictures, {Bytes} bytes.")]
    private partial void LogBuilt(string version, int pictures, long bytes);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} released pictures are gone; each has a tombstone.")]
    private partial void LogBuried(int count);
}
