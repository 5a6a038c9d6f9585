using LaionGrid.Coordinator.Datasets.Quality;

namespace LaionGrid.Coordinator.Tests.Datasets.Quality;

/// <summary>What a simulated rater is like.</summary>
internal enum Temper
{
    /// <summary>Says what is true with noise, on a scale of the rater's own.</summary>
    Honest,

    /// <summary>Says nearly always the same, and too soon.</summary>
    Lazy,

    Random,

    /// <summary>Says the contrary of the truth.</summary>
    Contrarian,

    /// <summary>Says what was agreed on, the same as the other colluders, whatever the picture is like.</summary>
    Colluding,
}

/// <summary>Raters and pictures whose truth is known. Everything comes from the seed, in one order: worlds that differ only in tempers show the same pictures to the same raters.</summary>
internal sealed class SimulatedRaters
{
    private const int Scale = 10;

    private readonly Random _random;
    private readonly double[] _lean;
    private readonly double[] _stretch;
    private readonly double[] _noise;
    private readonly double[] _plot;

    public SimulatedRaters(int seed, int raters, int items, IReadOnlyList<Temper> bad)
    {
        _random = new(seed);
        Truth = Draw(items, () => Normal());
        _plot = Draw(items, () => Normal());
        _lean = Draw(raters, () => 1.2 * Normal());
        _stretch = Draw(raters, () => 1.5 * Math.Exp(0.3 * Normal()));
        _noise = Draw(raters, () => 0.8 + (0.8 * _random.NextDouble()));
        Tempers = [.. Enumerable.Range(0, raters).Select(rater => rater < bad.Count ? bad[rater] : Temper.Honest)];
    }

    public double[] Truth { get; }

    public Temper[] Tempers { get; }

    /// <summary>So many different raters for each item, 1 to 10, and how they repeat themselves and hurry.</summary>
    public (List<Rating> Ratings, RaterEvidence[] Evidence) Rate(int each)
    {
        var (ratings, evidence) = (new List<Rating>(), new RaterEvidence[Tempers.Length]);
        for (var item = 0; item < Truth.Length; item++)
        {
            foreach (var rater in Pick(each))
            {
                var answer = Answer(rater, item);
                ratings.Add(new(item, rater, answer));
                evidence[rater] = Seen(evidence[rater], rater, item, answer);
            }
        }
        return (ratings, evidence);
    }

    /// <summary>Random pairs; equal ones tie. Gold pairs, a picture against its damaged copy, are one in twelve.</summary>
    public (List<Comparison> Comparisons, RaterEvidence[] Evidence) Compare(int count)
    {
        var (comparisons, evidence) = (new List<Comparison>(), new RaterEvidence[Tempers.Length]);
        for (var at = 0; at < count; at++)
        {
            var (rater, left) = (_random.Next(Tempers.Length), _random.Next(Truth.Length));
            var right = (left + 1 + _random.Next(Truth.Length - 1)) % Truth.Length;
            comparisons.Add(new(left, right, rater, Choose(rater, Truth[left] - Truth[right], _plot[left] - _plot[right])));
            var isRight = Choose(rater, 2.5, _plot[left] - _plot[right]) == Preference.Left;
            var before = evidence[rater];
            if (at % 12 == 0)
                evidence[rater] = before with { GoldSeen = before.GoldSeen + 1, GoldRight = before.GoldRight + (isRight ? 1 : 0) };
        }
        return (comparisons, evidence);
    }

    /// <summary>Of two rankings (C. Spearman, 1904), ties by their mean rank.</summary>
    public static double RankCorrelation(IEnumerable<double> one, IEnumerable<double> other) =>
        Ranks([.. one]).Zip(Ranks([.. other])).Aggregate(new Correlation(), (gathered, pair) => gathered.With(pair.First, pair.Second)).Value;

    private static double[] Ranks(double[] values)
    {
        var sorted = values.Order().ToArray();
        var ranks = sorted.Select((value, rank) => (value, rank)).GroupBy(one => one.value).ToDictionary(group => group.Key, group => group.Average(one => one.rank));
        return [.. values.Select(value => ranks[value])];
    }

    private RaterEvidence Seen(RaterEvidence before, int rater, int item, double answer)
    {
        var (isRepeated, again, isHurried) = (_random.Next(12) == 0, Answer(rater, item), _random.NextDouble() < (Tempers[rater] == Temper.Lazy ? 0.8 : 0.02));
        return before with
        {
            Timed = before.Timed + 1,
            Hurried = before.Hurried + (isHurried ? 1 : 0),
            RepeatsSeen = before.RepeatsSeen + (isRepeated ? 1 : 0),
            RepeatsKept = before.RepeatsKept + (isRepeated ? ReliabilityPolicy.Kept(answer, again, Scale) : 0),
        };
    }

    private double Answer(int rater, int item)
    {
        var (noise, blind) = (_noise[rater] * Normal(), _random.Next(1, Scale + 1));
        var honest = 5.5 + _lean[rater] + (_stretch[rater] * Truth[item]) + noise;
        return Math.Clamp(Math.Round(Tempers[rater] switch
        {
            Temper.Lazy => blind == 1 ? 6 : 5,
            Temper.Random => blind,
            Temper.Contrarian => 5.5 + _lean[rater] - (_stretch[rater] * Truth[item]) + noise,
            Temper.Colluding => 5.5 + (3 * _plot[item]),
            _ => honest,
        }), 1, Scale);
    }

    private Preference Choose(int rater, double better, double plotted)
    {
        var (noise, blind) = (_noise[rater] * Normal(), (Preference)_random.Next(3));
        return Tempers[rater] switch
        {
            Temper.Lazy => Preference.Left,
            Temper.Random => blind,
            Temper.Contrarian => Sign(noise - better),
            Temper.Colluding => Sign(plotted),
            _ => Sign(better + noise),
        };
    }

    private static Preference Sign(double difference) => difference > 0.3 ? Preference.Left : difference < -0.3 ? Preference.Right : Preference.Tie;

    private HashSet<int> Pick(int each)
    {
        var picked = new HashSet<int>();
        while (picked.Count < each)
            picked.Add(_random.Next(Tempers.Length));
        return picked;
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    private static double[] Draw(int count, Func<double> draw) => [.. Enumerable.Range(0, count).Select(_ => draw())];
}
