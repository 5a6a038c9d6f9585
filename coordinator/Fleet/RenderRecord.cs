namespace LaionGrid.Coordinator.Fleet;

/// <summary>What a worker has rendered since it joined, whatever the verdicts: kept as a sum, because its attempts grow for ever.</summary>
internal sealed class RenderRecord
{
    public required WorkerId WorkerId { get; init; }

    public required long Pictures { get; init; }

    /// <summary>From claim to upload, all together.</summary>
    public required long RenderMs { get; init; }

    public required DateTimeOffset FirstAt { get; init; }

    public required DateTimeOffset LastAt { get; init; }
}
