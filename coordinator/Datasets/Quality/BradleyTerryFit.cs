namespace LaionGrid.Coordinator.Datasets.Quality;

/// <summary>The state of one fit of <see cref="BradleyTerry"/>. Not thread-safe.</summary>
/// <param name="comparisons">Canonical and sorted.</param>
internal sealed class BradleyTerryFit(Comparison[] comparisons, int items, IReadOnlyList<double> reliabilities, BradleyTerrySettings settings)
{
    private const double Answers = 3;
    private const double MostLeap = 64;

    private readonly double[] _roots = [.. Enumerable.Repeat(1.0, items)]; // square roots of the strengths: no exponential in the loops
    private readonly double[] _wins = new double[items];
    private readonly double[] _shares = new double[items];
    private readonly double[] _informed = new double[comparisons.Length];
    private readonly double[] _priors = [.. reliabilities.Select(reliability => Math.Clamp(reliability, 0.05, 0.95))];
    private readonly double[] _qualities = [.. reliabilities.Select(reliability => settings.WeighsRaters ? Math.Clamp(reliability, 0.05, 0.95) : 1)];
    private readonly double[] _informedOf = new double[reliabilities.Count];
    private readonly int[] _answersOf = new int[reliabilities.Count];
    private readonly List<double> _objectives = [];
    private double _ties = 1; // nu

    private int _iterations;

    private bool HasConverged { get; set; }

    public void Run()
    {
        foreach (var comparison in comparisons)
            _answersOf[comparison.Rater]++;
        while (_iterations < settings.MostIterations && !HasConverged)
        {
            var first = Pack();
            Step(orElse: null);
            var second = Pack();
            Step(orElse: null);
            var third = Pack();
            if (!HasConverged && Leap(first, second, third))
                Step(orElse: third);
        }
    }

    /// <summary>One iteration, from where the fit stands; from the other place when the objective has fallen on the way to here.</summary>
    private void Step(double[]? orElse)
    {
        var (objective, ties) = Expect();
        if (orElse is not null && !(objective + Penalty() >= _objectives[^1])) // nor is it a number
        {
            Unpack(orElse);
            (objective, ties) = Expect();
        }
        _iterations++;
        _objectives.Add(objective + Penalty());
        _ties = ties;
        MoveQualities();
        HasConverged = MoveStrengths() < settings.Tolerance;
    }

    /// <summary>
    /// Goes on in the direction of the last two iterations, as far as their shortening says: R. Varadhan, C. Roland, "Simple and Globally Convergent Methods for Accelerating the Convergence of Any EM
    /// Algorithm", 2008, scheme S3, for the logarithms of strengths and nu and the logits of qualities: there every place is one where the fit may stand.
    /// </summary>
    /// <returns>Whether it went.</returns>
    private bool Leap(double[] first, double[] second, double[] third)
    {
        var (step, bend) = (0.0, 0.0);
        for (var at = 0; at < first.Length; at++)
        {
            var (one, other) = (second[at] - first[at], third[at] - second[at]);
            step += one * one;
            bend += (other - one) * (other - one);
        }
        var length = Math.Min(MostLeap, Math.Sqrt(step / Math.Max(bend, 1e-300)));
        if (length <= 1)
            return false;
        var place = new double[first.Length];
        for (var at = 0; at < place.Length; at++)
            place[at] = first[at] + (2 * length * (second[at] - first[at])) + (length * length * (third[at] - (2 * second[at]) + first[at]));
        Unpack(place);
        return true;
    }

    private double[] Pack() => [.. _roots.Select(root => 2 * Math.Log(root)), Math.Log(_ties), .. settings.WeighsRaters ? _qualities.Select(quality => Math.Log(quality / (1 - quality))) : []];

    private void Unpack(double[] place)
    {
        for (var item = 0; item < _roots.Length; item++)
            _roots[item] = Math.Exp(place[item] / 2);
        _ties = Math.Exp(place[items]);
        for (var rater = 0; settings.WeighsRaters && rater < _qualities.Length; rater++)
            _qualities[rater] = 1 / (1 + Math.Exp(-place[items + 1 + rater]));
    }

    public FittedComparisons Result()
    {
        var information = new InformationErrors(comparisons, _informed, _roots, _ties, settings.PriorComparisons);
        return new([.. _roots.Select(root => 2 * Math.Log(root))], items <= settings.MostExactItems ? information.Exact() : information.ByNeighbours(), _ties, _qualities, _objectives, HasConverged);
    }

    /// <summary>Weighs each answer by the chance that it was informed. Gives the log-likelihood, and nu's next value: under the weights, ties / sum(sqrt(ab) / d), each with the prior's one.</summary>
    private (double LogLikelihood, double Ties) Expect()
    {
        var (likelihood, ties, mass) = (0.0, 1.0, 1.0);
        Array.Clear(_wins);
        Array.Clear(_informedOf);
        for (var at = 0; at < comparisons.Length; at++)
        {
            ref readonly var one = ref comparisons[at];
            var (left, right, quality) = (_roots[one.Left], _roots[one.Right], _qualities[one.Rater]);
            var both = left * right;
            var all = (left * left) + (right * right) + (_ties * both);
            var informed = quality * one.Preference switch { Preference.Left => left * left, Preference.Right => right * right, _ => _ties * both } / all;
            var either = informed + ((1 - quality) / Answers);
            var weight = informed / either;
            likelihood += Math.Log(either);
            _informed[at] = weight;
            _informedOf[one.Rater] += weight;
            mass += weight * both / all;
            ties += one.Preference == Preference.Tie ? weight : 0;
            _wins[one.Left] += one.Preference switch { Preference.Left => weight, Preference.Right => 0, _ => weight / 2 };
            _wins[one.Right] += one.Preference switch { Preference.Right => weight, Preference.Left => 0, _ => weight / 2 };
        }
        return (likelihood, ties / mass);
    }

    private void MoveQualities()
    {
        for (var rater = 0; settings.WeighsRaters && rater < _qualities.Length; rater++)
            _qualities[rater] = (_informedOf[rater] + (settings.PriorAnswers * _priors[rater])) / (_answersOf[rater] + settings.PriorAnswers);
    }

    /// <summary>Hunter's step: wins, ties by half, over sum(w (1 + nu sqrt(b / a) / 2) / d). Gives the greatest change of a score.</summary>
    private double MoveStrengths()
    {
        Array.Clear(_shares);
        for (var at = 0; at < comparisons.Length; at++)
        {
            ref readonly var one = ref comparisons[at];
            var (left, right) = (_roots[one.Left], _roots[one.Right]);
            var share = _informed[at] / ((left * left) + (right * right) + (_ties * left * right));
            _shares[one.Left] += share * (1 + (_ties * right / (2 * left)));
            _shares[one.Right] += share * (1 + (_ties * left / (2 * right)));
        }
        var most = 1.0;
        for (var item = 0; item < _roots.Length; item++)
        {
            var strength = _roots[item] * _roots[item];
            var next = (_wins[item] + (settings.PriorComparisons / 2)) / (_shares[item] + (settings.PriorComparisons / (1 + strength)));
            most = Math.Max(most, Math.Max(next / strength, strength / next));
            _roots[item] = Math.Sqrt(next);
        }
        Shift();
        return Math.Log(most);
    }

    /// <summary>
    /// Moves all scores together to where the prior likes them best, which comparisons do not notice and Hunter's steps come to slowly: a few steps of Newton's for sum(1 / 2 - a / (1 + a)) = 0, whose
    /// left side falls with the shift.
    /// </summary>
    private void Shift()
    {
        for (var step = 0; step < 4; step++)
        {
            var (slope, curve) = (0.0, 0.0);
            foreach (var root in _roots)
            {
                var share = root * root / (1 + (root * root));
                slope += 0.5 - share;
                curve += share * (1 - share);
            }
            var factor = Math.Exp(Math.Clamp(slope / Math.Max(curve, 1e-300), -1, 1) / 2);
            for (var item = 0; item < _roots.Length; item++)
                _roots[item] *= factor;
        }
    }

    /// <summary>The logarithms of the priors: of strengths, of nu (exp(-nu) nu) and of qualities.</summary>
    private double Penalty()
    {
        var penalty = Math.Log(_ties) - _ties;
        foreach (var root in _roots)
            penalty += settings.PriorComparisons * (Math.Log(root) - Math.Log(1 + (root * root)));
        for (var rater = 0; settings.WeighsRaters && rater < _qualities.Length; rater++)
            penalty += settings.PriorAnswers * ((_priors[rater] * Math.Log(_qualities[rater])) + ((1 - _priors[rater]) * Math.Log(1 - _qualities[rater])));
        return penalty;
    }
}
