using LaionGrid.Coordinator.Datasets.Releases.Eligibility;

namespace LaionGrid.Coordinator.Datasets.Releases.Building;

/// <summary>What a build came to.</summary>
internal abstract record BuildOutcome
{
    internal sealed record Built(string Version, int Pictures, long Bytes, int Files) : BuildOutcome;

    /// <summary>No picture may be released.</summary>
    internal sealed record Nothing(IReadOnlyDictionary<Ineligible, int> LeftOut) : BuildOutcome;

    /// <summary>This version is published already, or was.</summary>
    internal sealed record Standing : BuildOutcome;

    /// <summary>Some of what it is of is still under its embargo.</summary>
    internal sealed record Early(DateTimeOffset At) : BuildOutcome;

    /// <summary>Another build runs in this folder.</summary>
    internal sealed record Busy : BuildOutcome;

    /// <summary>Each time it was about to be published, something of it had just been taken away.</summary>
    internal sealed record Overtaken : BuildOutcome;
}
