namespace LaionGrid.Web.Coordinator.Commons;

/// <summary>A version of the open data, as pages show it.</summary>
/// <param name="IsMonthly">A frozen month; an increment of a day otherwise.</param>
/// <param name="State">"building", "published", "withdrawn" or "superseded".</param>
/// <param name="Bound">The instant that its content is of.</param>
/// <param name="PublishedAt">Null before.</param>
/// <param name="Done">While it is built: pictures that are written.</param>
/// <param name="Files">By path; empty in lists.</param>
public sealed record ReleaseView(
    string Version, bool IsMonthly, string State, DateTimeOffset Bound, DateTimeOffset? PublishedAt, int Pictures, int Done, long Bytes, IReadOnlyList<ReleaseFileView> Files)
{
    public bool IsPublished => State == "published";
}

/// <summary>A file of a release.</summary>
public sealed record ReleaseFileView(string Path, long Bytes, string Sha256);

/// <summary>That a released picture is gone.</summary>
internal sealed record TombstoneView(string Uid, DateTimeOffset At, string Reason);
