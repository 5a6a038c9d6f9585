namespace LaionGrid.Worker.Idle;

/// <summary>A device that is not used because it does not do.</summary>
/// <param name="Why">In sentences for the owner, with what to do.</param>
/// <param name="Until">It is tried again then, in the owner's time.</param>
internal sealed record SetAside(string Why, DateTimeOffset Until);
