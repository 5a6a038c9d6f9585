using LaionGrid.Diffusion.Sessions;
using LaionGrid.Diffusion.Tensors;

namespace LaionGrid.Diffusion.Conditioning;

/// <summary>Turns token ids into the states that guide the denoiser.</summary>
internal sealed class TextEncoder : IDisposable
{
    private const string ModelFile = "text_encoder/model.onnx";

    private readonly ModelSession _session;
    private readonly BoundRun _run;
    private readonly HostTensor _ids;
    private readonly HostTensor _states;

    /// <param name="length">Token ids in each text.</param>
    /// <exception cref="BundleException">The file is missing or no text encoder.</exception>
    public TextEncoder(BundleFolder folder, ComputeDevice device, int length)
    {
        _session = new ModelSession(folder, ModelFile, device);
        var (input, output) = (_session.Input("input_ids"), _session.Output("last_hidden_state"));
        if (output.Sides is not [_, _, > 0])
            throw folder.Fault(ModelFile, "does not say how wide last_hidden_state is", "Use an export with a fixed width");
        _ids = new HostTensor(input.Kind, 1, length);
        _states = new HostTensor(output.Kind, 1, length, output.Sides[2]);
        _run = _session.Bind([(input, _ids)], (output, _states));
    }

    /// <summary>Numbers in the states of one text.</summary>
    public int StatesLength => _states.Length;

    public void Encode(ReadOnlySpan<int> ids, Span<float> states, CancellationToken cancellationToken)
    {
        _ids.Write(ids);
        _run.Run(cancellationToken);
        _states.Read(states);
    }

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }
}
