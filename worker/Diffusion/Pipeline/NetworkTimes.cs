namespace LaionGrid.Diffusion.Pipeline;

/// <summary>Time spent in a pipeline's networks since it was loaded, copies to and from the device included.</summary>
/// <param name="Evaluations">Runs of the denoiser.</param>
/// <param name="Decoding">The autoencoder's both halves.</param>
public readonly record struct NetworkTimes(TimeSpan Text, TimeSpan Denoising, int Evaluations, TimeSpan Decoding, TimeSpan Scoring)
{
    public TimeSpan Sum => Text + Denoising + Decoding + Scoring;

    public static NetworkTimes operator -(NetworkTimes one, NetworkTimes other) =>
        new(one.Text - other.Text, one.Denoising - other.Denoising, one.Evaluations - other.Evaluations, one.Decoding - other.Decoding, one.Scoring - other.Scoring);
}
