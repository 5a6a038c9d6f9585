namespace LaionGrid.Worker.Rendering;

/// <summary>What the render process may take: time to be silent, memory, and a place for its files.</summary>
internal sealed record RenderingOptions
{
    /// <summary>Longest wait for its next word: loading a large model, or one step on a slow processor. Default 10 minutes.</summary>
    public TimeSpan LongestSilence { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long it may take to stop a render before it is killed. Default 1 s: the owner wants the machine back.</summary>
    public TimeSpan StopsWithin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Memory of the machine, not of a card, that it may take before it is ended. Default three quarters of all.</summary>
    public long MostMemoryMiB { get; init; } = (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20) * 3 / 4;

    /// <summary>How often that is looked at while it works. Default 1 s.</summary>
    public TimeSpan LooksAtMemoryEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Where each process gets a folder for its files. Default the system's.</summary>
    public string TemporaryFolder { get; init; } = Path.GetTempPath();
}
