using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Datasets.Releases.Building;

/// <summary>A release whose files are written, before it has its name.</summary>
/// <param name="Pictures">Those in it.</param>
internal sealed record StagedRelease(IReadOnlyList<JobId> Pictures, IReadOnlyList<StagedFile> Files);
