using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Datasets.Releases.Building;

/// <summary>How far a build is, in pictures.</summary>
internal sealed record BuildProgress(int Done, int Pictures);

/// <summary>
/// Builds one release: a snapshot of the database becomes files in a folder that nobody sees, the folder gets its name, and a transaction makes it known. Whatever ends the build in between, nothing of it is
/// published and the next one starts clean.
/// </summary>
internal sealed class BuildRelease(
    IDbContextFactory<GridDb> databases, BuryReleased bury, PlanRelease planner, StageRelease stage, PublishRelease publish, IOptions<ReleasesOptions> options, IOptions<DataOptions> data, TimeProvider time)
{
    private const int MaxTries = 3;

    /// <summary>Called before each step that changes the disk. For tests, which let it throw.</summary>
    internal Action BeforeWrite { get; set; } = () => { };

    /// <summary>Folder of all releases.</summary>
    public string Root => data.Value.PathOf(options.Value.Folder);

    /// <param name="keys">Null to draw a secret, which is thrown away afterwards, as all but tests do.</param>
    public async Task<BuildOutcome> RunAsync(ReleaseVersion version, ReleaseKeys? keys, IProgress<BuildProgress>? progress, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() < version.Bound)
            return new BuildOutcome.Early(version.Bound);
        await using var alone = Hold();
        if (alone is null)
            return new BuildOutcome.Busy();
        await bury.RunAsync(null, cancellationToken);
        using var drawn = keys ?? ReleaseKeys.Draw();
        BuildOutcome outcome = new BuildOutcome.Overtaken();
        for (var tries = 0; tries < MaxTries && outcome is BuildOutcome.Overtaken; tries++)
            outcome = await TryAsync(version, drawn, progress, cancellationToken);
        return outcome;
    }

    private async Task<BuildOutcome> TryAsync(ReleaseVersion version, ReleaseKeys keys, IProgress<BuildProgress>? progress, CancellationToken cancellationToken)
    {
        // A revision is of the day on which it is made: what went since the month's end is the reason for it.
        var bound = version.Revision == 1 ? version.Bound : new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        if (!await publish.BeginAsync(version, bound, cancellationToken))
            return new BuildOutcome.Standing();
        var isPublished = false;
        try
        {
            var outcome = await WriteAsync(version, bound, keys, progress, cancellationToken);
            isPublished = outcome is BuildOutcome.Built;
            return outcome;
        }
        finally
        {
            if (!isPublished)
                await publish.AbandonAsync(version, CancellationToken.None);
            await bury.TidyAsync(CancellationToken.None);
        }
    }

    private async Task<BuildOutcome> WriteAsync(ReleaseVersion version, DateTimeOffset bound, ReleaseKeys keys, IProgress<BuildProgress>? progress, CancellationToken cancellationToken)
    {
        var folder = new StagingFolder(Root, BeforeWrite);
        StagedRelease staged;
        await using (var db = await databases.CreateDbContextAsync(cancellationToken))
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
            await using var snapshot = await db.BeginSnapshotAsync(cancellationToken);
            var plan = await planner.RunAsync(db, version, cancellationToken);
            if (plan.Pictures.Count == 0)
            {
                await publish.SupersedeAsync(version, cancellationToken); // nothing is left of the month
                return new BuildOutcome.Nothing(plan.LeftOut);
            }
            staged = await stage.RunAsync(folder, new(db, version, bound, plan, keys), done => TellAsync(version, new(done, plan.Pictures.Count), progress, cancellationToken), cancellationToken);
        }
        folder.Publish(version.ToString());
        BeforeWrite();
        return await publish.PublishAsync(version, staged, cancellationToken)
            ? new BuildOutcome.Built(version.ToString(), staged.Pictures.Count, staged.Files.Sum(file => file.Bytes), staged.Files.Count)
            : new BuildOutcome.Overtaken();
    }

    private Task TellAsync(ReleaseVersion version, BuildProgress at, IProgress<BuildProgress>? progress, CancellationToken cancellationToken)
    {
        progress?.Report(at);
        return publish.TellAsync(version, at.Pictures, at.Done, cancellationToken);
    }

    /// <summary>The folder for this build alone; null when another has it. The operating system lets go of it, however the process ends.</summary>
    private FileStream? Hold()
    {
        Directory.CreateDirectory(Root);
        try
        {
            return new FileStream(Path.Combine(Root, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
