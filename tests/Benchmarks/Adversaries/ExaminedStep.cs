using LaionGrid.Arithmetic.Tolerances;
using LaionGrid.Diffusion.Calibration;

namespace LaionGrid.Benchmarks.Adversaries;

/// <summary>One step of a picture that was handed in.</summary>
/// <param name="IsAltered">Its claim is no honest answer.</param>
/// <param name="Why">In what it stands out in a replay.</param>
internal sealed record ExaminedStep(MeasuredStep Measured, bool IsAltered, Oddities Why);
