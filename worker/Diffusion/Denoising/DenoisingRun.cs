using LaionGrid.Diffusion.Sessions;
using LaionGrid.Diffusion.Tensors;

namespace LaionGrid.Diffusion.Denoising;

/// <summary>The denoiser with buffers for one picture: every step shows the same sample to all of its texts at once.</summary>
internal sealed class DenoisingRun(BoundRun run, HostTensor sample, HostTensor timestep, HostTensor output) : IDisposable
{
    private readonly double[] _time = new double[timestep.Length];

    /// <param name="time">A training timestep; networks that take integers get the nearest.</param>
    /// <param name="outputs">One for each text, one behind the other.</param>
    public void Predict(ReadOnlySpan<float> scaled, double time, Span<float> outputs, CancellationToken cancellationToken)
    {
        for (var start = 0; start < sample.Length; start += scaled.Length)
            sample.Write(scaled, start);
        Array.Fill(_time, timestep.Kind is ElementKind.Int32 or ElementKind.Int64 ? Math.Round(time) : time);
        timestep.Write<double>(_time);
        run.Run(cancellationToken);
        output.Read(outputs);
    }

    public void Dispose() => run.Dispose();
}
