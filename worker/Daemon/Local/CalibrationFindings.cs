using LaionGrid.Arithmetic.Tolerances;
using LaionGrid.Diffusion.Calibration;

namespace LaionGrid.Worker.Local;

/// <summary>What a calibration found, before an operator makes a table of it.</summary>
/// <param name="Reference">What everything was compared with.</param>
internal sealed record CalibrationFindings(
    string BundleId, int BundleVersion, string Reference, IReadOnlyList<VariantSpread> Spreads, IReadOnlyList<ProposedClass> Classes, IReadOnlyList<PlausibilityBounds> Bounds);
