namespace LaionGrid.Benchmarks.Simulation;

/// <summary>What is simulated. The mix of cards, models and people is in <see cref="Fleet"/> and <see cref="Demand"/>.</summary>
internal sealed record SimulationSettings
{
    /// <summary>Enrolled workers; about a third of them are online at a time.</summary>
    public int Workers { get; init; } = 100_000;

    public double PicturesPerDay { get; init; } = 10_000_000;

    /// <summary>Length of the run, centred on the day's peak, up to 24.</summary>
    public double Hours { get; init; } = 24;

    /// <summary>The busiest instant against the day's average.</summary>
    public double Peak { get; init; } = 10;

    public int Seed { get; init; } = 1;

    /// <summary>Pictures that one person asks for at once, ten minutes before the peak.</summary>
    public int Bulk { get; init; } = 10_000;

    /// <summary>Share of attempts that take many times longer than the card should, and of those that fail.</summary>
    public double Stragglers { get; init; } = 0.01;

    public double Failures { get; init; } = 0.01;

    /// <summary>Progress is told at most this often, and at each step.</summary>
    public double HeartbeatsPerSecond { get; init; } = 5;

    /// <summary>Database statements for a life cycle, from submit to posting, as the load harness counts them.</summary>
    public double StatementsPerJob { get; init; } = 12;

    /// <summary>Bytes of a picture's file for each pixel.</summary>
    public double BytesPerPixel { get; init; } = 1.6;

    /// <summary>False ends the second attempts, to see what they are worth.</summary>
    public bool SecondAttempts { get; init; } = true;
}
