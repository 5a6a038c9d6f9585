namespace LaionGrid.Diffusion.Pipeline;

/// <summary>Sees each finished step, on the thread that renders.</summary>
/// <param name="step">1 to the order's steps.</param>
/// <param name="cleanLatent">The clean latent as this step predicts it, [channels, height / 8, width / 8]. Valid during the call only.</param>
public delegate void StepObserver(int step, ReadOnlySpan<float> cleanLatent);
