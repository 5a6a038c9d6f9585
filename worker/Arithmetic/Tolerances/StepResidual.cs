namespace LaionGrid.Arithmetic.Tolerances;

/// <summary>How far what a worker says its network answered lies from what a referee's did, in one evaluation, as parts of the referee's answer.</summary>
/// <param name="Raw">‖claimed - answer‖ / ‖answer‖ before guidance, the larger of the texts'. Infinite when the answer is nothing but zeros and the claim is not.</param>
/// <param name="Guided">The same after guidance; with one text, the raw one.</param>
/// <param name="Guidance">The scale that the guided one was formed with; 1 with one text.</param>
public sealed record StepResidual(double Raw, double Guided, double Guidance);
