using LaionGrid.Arithmetic.Tolerances;
using LaionGrid.Benchmarks.Adversaries.Economy;

namespace LaionGrid.Benchmarks.Adversaries.Study;

/// <summary>Examined pictures as audits under a class's tolerance would see them.</summary>
/// <param name="leastDb">A picture less like its latent than this is wrong.</param>
/// <param name="guidedOnly">Outputs are compared after guidance alone: what the rule before guidance is good for.</param>
internal sealed class Seeing(PrecisionClass judge, double leastDb, bool guidedOnly = false)
{
    public IReadOnlyList<SeenWork> Of(IEnumerable<Examination> pictures) => [.. pictures.Select(Of)];

    private SeenWork Of(Examination picture) => new(
        picture.IsExact, [.. picture.Steps.Select(step => Times(step.Measured.Residual, step.Measured.Timestep))], [.. picture.Steps.Select(step => step.Why != Oddities.None)],
        picture.PictureDb >= leastDb, picture.Saved);

    private double Times(StepResidual residual, double timestep)
    {
        var times = guidedOnly ? residual.Guided / judge.GuidedTau(timestep, residual.Guidance) : judge.TimesTolerance(residual, timestep);
        return double.IsNaN(times) ? double.PositiveInfinity : times;
    }
}
