using LaionGrid.Worker.Site;

namespace LaionGrid.Worker.Batch;

/// <summary>What a worker of a job has that a volunteer's has not.</summary>
/// <param name="End">When the scheduler ends the job; null when it does not.</param>
/// <param name="BundleCache">A folder of bundles that is only read; null when there is none.</param>
/// <param name="Link">The way over a gateway; null when the node reaches the grid itself.</param>
/// <param name="Drain">Cancelled when the scheduler says that the end is near.</param>
internal sealed record BatchSettings(Seat Seat, DateTimeOffset? End, string? BundleCache, SiteLink? Link, CancellationToken Drain);
