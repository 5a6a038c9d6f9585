using System.Runtime.InteropServices;

namespace LaionGrid.Worker.Updates;

/// <summary>Looks for a newer release and, when it is this machine's turn, makes it the one that runs from the next start on.</summary>
internal sealed class TakeUpdate(Installation installation, FetchUpdate fetch, TimeProvider time)
{
    /// <returns>The newer release and whether it was taken; null when there is none.</returns>
    /// <param name="mayWait">Whether it waits for its turn; an owner who asks by hand does not.</param>
    /// <exception cref="UpdateException">It could not be taken; what runs is as it was.</exception>
    public async Task<(ReleaseManifest Release, bool IsTaken)?> RunAsync(bool mayWait, CancellationToken cancellationToken)
    {
        var (record, release) = (installation.ReadRecord(), await fetch.LookAsync(cancellationToken));
        installation.Write(record); // its place was drawn perhaps
        if (!UpdatePolicy.IsNews(release, Version.Parse(installation.Running), record))
            return null;
        if (mayWait && !UpdatePolicy.IsDue(release, record, time.GetUtcNow()))
            return (release, false);
        await fetch.LayAsync(release, RuntimeInformation.RuntimeIdentifier, cancellationToken);
        installation.Write(record with { Trial = new(release.Version, installation.Running, time.GetUtcNow(), 0) });
        installation.Switch(release.Version);
        return (release, true);
    }
}
