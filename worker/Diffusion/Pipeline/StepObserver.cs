namespace LaionGrid.Diffusion.Pipeline;

/// <summary>Sees each picture after each finished step, on the thread that renders.</summary>
public delegate void StepObserver(StepView view);

/// <summary>A picture on its way. Valid during the call only.</summary>
/// <param name="step">1 to the order's steps. Samplers that ask the network more than once a step are seen once.</param>
/// <param name="picture">0 to the order's count - 1.</param>
/// <param name="clean">The clean latent as this step predicts it, [channels, height, width].</param>
/// <param name="width">Cells across.</param>
/// <param name="height">Cells down.</param>
public readonly ref struct StepView(int step, int picture, ReadOnlySpan<float> clean, int width, int height)
{
    public int Step { get; } = step;

    public int Picture { get; } = picture;

    public ReadOnlySpan<float> Clean { get; } = clean;

    public int Width { get; } = width;

    public int Height { get; } = height;
}
