namespace LaionGrid.Worker.Rendering;

/// <summary>How long the render process may be silent.</summary>
internal sealed record RenderingOptions
{
    /// <summary>Longest wait for its next word: loading a large model, or one step on a slow processor. Default 10 minutes.</summary>
    public TimeSpan LongestSilence { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long it may take to stop a render before it is killed. Default 1 s: the owner wants the machine back.</summary>
    public TimeSpan StopsWithin { get; init; } = TimeSpan.FromSeconds(1);
}
