using LaionGrid.Arithmetic.Tolerances;

namespace LaionGrid.Diffusion.Calibration;

/// <summary>How far one evaluation lay from the reference's, and where in the schedule it was.</summary>
public sealed record MeasuredStep(double Timestep, StepResidual Residual);
