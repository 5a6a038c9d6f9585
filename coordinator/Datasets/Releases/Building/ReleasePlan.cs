using LaionGrid.Coordinator.Datasets.Releases.Eligibility;
using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Datasets.Releases.Building;

/// <summary>What a release is to hold.</summary>
/// <param name="Pictures">In the order of the release: that in which they were asked for.</param>
/// <param name="Models">By picture, the bundle that it was made with.</param>
/// <param name="LeftOut">How many candidates are not in it, and why.</param>
/// <param name="CommonDevices">Kinds of cards that enough volunteers of the release have that one does not give its owner away.</param>
internal sealed record ReleasePlan(IReadOnlyList<JobId> Pictures, IReadOnlyDictionary<JobId, string> Models, IReadOnlyDictionary<Ineligible, int> LeftOut, IReadOnlySet<string> CommonDevices);
