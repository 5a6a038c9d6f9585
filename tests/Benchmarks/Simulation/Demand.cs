namespace LaionGrid.Benchmarks.Simulation;

/// <summary>Who asks for what, and when. A day has one slow wave and one sharp peak at 20:00.</summary>
internal sealed class Demand(SimulationSettings settings, Chance chance)
{
    public const int People = 200_000;

    /// <summary>The person who asks for everything at once; nobody else has this number.</summary>
    public const int BulkPerson = People;

    public const double PeakS = 20 * 3_600;

    private const double DayS = 86_400;
    private const double PeakWidthS = 1_200;
    private const double Wave = 0.5;
    private static readonly double[] CountShares = [0.5, 0.15, 0.05, 0.3];
    private static readonly double MeanCount = CountShares.Select((share, index) => share * (index + 1)).Sum() / CountShares.Sum();
    private static readonly double[] WorkShares = [.. Work.All.Select(work => work.Share)];

    /// <summary>What lies above the wave at the peak, and the wave's level, so that the day's mean is 1.</summary>
    private readonly (double Spike, double Level) _curve = Curve(settings.Peak);

    public double StartS { get; } = PeakS - (settings.Hours * 3_600 / 2);

    public double EndS { get; } = PeakS + (settings.Hours * 3_600 / 2);

    /// <summary>Pictures asked for in a second, on average, at this instant.</summary>
    public double PicturesPerSecond(double atS)
    {
        var fromPeak = (atS - PeakS) / PeakWidthS;
        var wave = 1 + (Wave * Math.Cos(2 * Math.PI * (atS - PeakS) / DayS));
        return settings.PicturesPerDay / DayS * ((_curve.Level * wave) + (_curve.Spike * Math.Exp(-fromPeak * fromPeak / 2)));
    }

    public double UntilNextRequestS(double atS) => chance.Exponential(MeanCount / PicturesPerSecond(atS));

    /// <summary>The busiest people ask most, by Zipf's law.</summary>
    public int Person() => chance.Zipf(People);

    public int Count() => chance.Index(CountShares) + 1;

    public int WorkIndex() => chance.Index(WorkShares);

    /// <summary>Half have no key; a fifth of the rest contributed lately. A person's never changes.</summary>
    public static (bool HasKey, bool HasContributedLately) Standing(int person) => (person % 2 == 1, person % 10 == 1);

    /// <summary>level (1 + wave) + spike = peak at the top; level + spike's area over the day = 1.</summary>
    private static (double Spike, double Level) Curve(double peak)
    {
        var area = PeakWidthS * Math.Sqrt(2 * Math.PI) / DayS;
        var level = Math.Min(1, (1 - (area * peak)) / (1 - (area * (1 + Wave))));
        return (Math.Max(0, peak - (level * (1 + Wave))), level);
    }
}
