namespace LaionGrid.Benchmarks.Simulation;

/// <summary>One volunteer's machine.</summary>
internal sealed class SimulatedWorker
{
    public required Card Card { get; init; }

    /// <summary>Of this machine: cards of one kind differ by their clocks and coolers.</summary>
    public required double MflopPerSecond { get; init; }

    public required HashSet<string> OnDisk { get; set; }

    public string Warm { get; set; } = "";

    /// <summary>As the coordinator measured it, smoothed; 0 before the first picture.</summary>
    public double Measured { get; set; }

    public bool IsOnline { get; set; }

    public SimulatedAttempt? Attempt { get; set; }

    public bool Fits(Work work) => Card.MemoryMiB == 0 || Card.MemoryMiB >= work.NeedMiB;
}
