namespace LaionGrid.Benchmarks.Simulation;

/// <summary>One kind of card among volunteers.</summary>
/// <param name="Share">Weight in the mix; in percent of Steam's hardware survey of March 2024 where that names the card.</param>
/// <param name="MflopPerSecond">What it is assumed to reach on the bundle's graphs.</param>
internal sealed record Card(string Name, double Share, long MemoryMiB, double MflopPerSecond)
{
    /// <summary>
    /// The assumed speed: 60 % of the single-precision peak of the maker's data sheet where half-precision matrix units make up for it, 40 %
    /// without them. Neither was measured by us.
    /// </summary>
    private const double WithMatrixUnits = 0.6;
    private const double Without = 0.4;
    private const double MflopOfTflop = 1e6;

    /// <summary>Shares from the survey: 3060, 2060, 1650, 3060 Ti, 3070 and 4060. The others' are guesses in line with their ranks there.</summary>
    public static readonly Card[] All =
    [
        Of("GeForce GTX 1650", 4.07, 4_096, 2.98, Without),
        Of("GeForce GTX 1060", 3.3, 6_144, 4.38, Without),
        Of("GeForce GTX 1660 Super", 2.0, 6_144, 5.03, Without),
        Of("GeForce RTX 2060", 4.10, 6_144, 6.45, WithMatrixUnits),
        Of("GeForce RTX 3060", 6.92, 12_288, 12.74, WithMatrixUnits),
        Of("GeForce RTX 3060 Ti", 4.05, 8_192, 16.20, WithMatrixUnits),
        Of("GeForce RTX 3070", 3.98, 8_192, 20.31, WithMatrixUnits),
        Of("GeForce RTX 3080", 2.2, 10_240, 29.77, WithMatrixUnits),
        Of("GeForce RTX 4060", 2.59, 8_188, 15.11, WithMatrixUnits),
        Of("GeForce RTX 4070", 2.3, 12_282, 29.15, WithMatrixUnits),
        Of("GeForce RTX 4090", 0.9, 24_564, 82.58, WithMatrixUnits),
        Of("Processor only", 1.5, 0, 0.1, 1),
    ];

    private static Card Of(string name, double share, long memoryMiB, double peakTflops, double reached) => new(name, share, memoryMiB, peakTflops * reached * MflopOfTflop);
}
