using LaionGrid.Diffusion.Sessions;
using LaionGrid.Diffusion.Tensors;

namespace LaionGrid.Diffusion.Denoising;

/// <summary>The U-Net: what it is shown and asked is fixed by its file.</summary>
internal sealed class Denoiser : IDisposable
{
    private const string ModelFile = "unet/model.onnx";

    private readonly ModelSession _session;
    private readonly Port _sample;
    private readonly Port _timestep;
    private readonly Port _states;
    private readonly Port _output;

    /// <exception cref="BundleException">The file is missing or no denoiser of text-guided latents.</exception>
    public Denoiser(BundleFolder folder, ComputeDevice device)
    {
        _session = new ModelSession(folder, ModelFile, device);
        (_sample, _timestep) = (_session.Input("sample"), _session.Input("timestep"));
        (_states, _output) = (_session.Input("encoder_hidden_states"), _session.Output("out_sample", "sample"));
        if (_sample.Sides is not [_, > 0, _, _] || _states.Sides is not [_, _, > 0])
            throw folder.Fault(ModelFile, "does not say how many channels its latents or how wide its text states are", "Use an export with fixed channels");
    }

    /// <summary>Of the latents.</summary>
    public int Channels => _sample.Sides[1];

    /// <summary>Prepares the steps of one picture.</summary>
    /// <param name="texts">The texts' states, one behind the other; the unconditional first under guidance.</param>
    /// <param name="textCount">How many these are.</param>
    public DenoisingRun Begin(LatentShape shape, ReadOnlySpan<float> texts, int textCount)
    {
        var sample = new HostTensor(_sample.Kind, textCount, shape.Channels, shape.Height, shape.Width);
        var timestep = new HostTensor(_timestep.Kind, TimestepShape(textCount));
        var states = new HostTensor(_states.Kind, textCount, texts.Length / textCount / _states.Sides[2], _states.Sides[2]);
        var output = new HostTensor(_output.Kind, sample.Shape);
        states.Write(texts);
        return new(_session.Bind([(_sample, sample), (_timestep, timestep), (_states, states)], (_output, output)), sample, timestep, output);
    }

    public void Dispose() => _session.Dispose();

    /// <summary>A scalar, one number for all texts, or one for each, as the exporter had it.</summary>
    private long[] TimestepShape(int textCount)
    {
        if (_timestep.Sides.Count == 0)
            return [];
        var isOneEach = _timestep.Sides[0] > 1 || (_timestep.Symbols[0].Length > 0 && _timestep.Symbols[0] == _sample.Symbols[0]);
        return [isOneEach ? textCount : 1];
    }
}
