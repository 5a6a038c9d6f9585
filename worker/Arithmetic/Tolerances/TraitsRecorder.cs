using LaionGrid.Arithmetic.Trajectories;

namespace LaionGrid.Arithmetic.Tolerances;

/// <summary>Looks at a replay and takes down what each evaluation looks like. Serves one replay.</summary>
public sealed class TraitsRecorder
{
    private readonly List<StepTraits> _traits = [];
    private float[] _before = [];
    private double _squaresBefore;

    public IReadOnlyList<StepTraits> Traits => _traits;

    /// <summary>To be given to the replay.</summary>
    public void Observe(ReplayView view)
    {
        var guided = view.Guided;
        var clean = view.Clean;
        var (squares, cleanSquares, product) = (0.0, 0.0, 0.0);
        var isFirst = _before.Length == 0;
        if (isFirst)
            _before = new float[guided.Length];
        for (var index = 0; index < guided.Length; index++)
        {
            squares += (double)guided[index] * guided[index];
            cleanSquares += (double)clean[index] * clean[index];
            product += (double)guided[index] * _before[index];
        }
        var cosine = isFirst ? 1 : product / Math.Sqrt(squares * _squaresBefore); // no number when one of them is nothing, and so below every bound
        _traits.Add(new(view.Evaluation, view.Timestep, Math.Sqrt(squares / guided.Length), Math.Sqrt(cleanSquares / clean.Length), cosine));
        guided.CopyTo(_before);
        _squaresBefore = squares;
    }
}
