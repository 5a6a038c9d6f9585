using LaionGrid.Diffusion.Sessions;
using LaionGrid.Diffusion.Tensors;

namespace LaionGrid.Diffusion.Conditioning;

/// <summary>
/// Turns token ids into the states that guide the denoiser, with one of CLIP's text models. A model alone gives its last layer's states, after
/// the final norm; where there are two (SDXL) each gives those of the last layer but one, without it, and the second a pooled state too.
/// </summary>
internal sealed class TextEncoder : IDisposable
{
    private const string Last = "last_hidden_state";
    private const string Layer = "hidden_states.";
    private const string Pooled = "text_embeds";

    private readonly BundleFolder _folder;
    private readonly string _file;
    private readonly ModelSession _session;
    private readonly TextEncoderConfig _config;
    private readonly bool _isOneOfTwo;
    private readonly Port? _pooled;
    private readonly HostTensor _ids;
    private (int ClipSkip, BoundRun Run, HostTensor States, HostTensor? Pooled)? _bound;

    /// <param name="part">Its folder, such as "text_encoder".</param>
    /// <param name="isOneOfTwo">True in bundles with two.</param>
    /// <param name="length">Token ids in each chunk.</param>
    /// <exception cref="BundleException">The file is missing or no text encoder.</exception>
    public TextEncoder(BundleFolder folder, string part, bool isOneOfTwo, int length, ComputeDevice device)
    {
        (_folder, _file, _isOneOfTwo, Length) = (folder, $"{part}/model.onnx", isOneOfTwo, length);
        _config = folder.ReadConfig<TextEncoderConfig>(part);
        _session = new ModelSession(folder, _file, device);
        _ids = new HostTensor(_session.Input("input_ids").Kind, 1, length);
        _pooled = isOneOfTwo && _session.Outputs.Contains(Pooled) ? _session.Output(Pooled) : null;
        Width = WidthOf(StatesOf(clipSkip: 0), _config.HiddenSize);
        PooledWidth = _pooled is null ? 0 : WidthOf(_pooled, _config.ProjectionDim);
    }

    /// <summary>Token ids in each chunk.</summary>
    public int Length { get; }

    /// <summary>Numbers in the states of one token.</summary>
    public int Width { get; }

    /// <summary>Numbers in a pooled state; 0 when this model gives none.</summary>
    public int PooledWidth { get; }

    public RunClock Clock => _session.Clock;

    /// <param name="ids">[<see cref="Length"/>].</param>
    /// <param name="clipSkip">Last layers left out, 0 for none.</param>
    /// <param name="states">[<see cref="Length"/>, <see cref="Width"/>].</param>
    /// <param name="pooled">[<see cref="PooledWidth"/>]; may be empty when it is not wanted.</param>
    /// <exception cref="OrderException">This export cannot leave out so many layers.</exception>
    public void Encode(ReadOnlySpan<int> ids, int clipSkip, Span<float> states, Span<float> pooled, CancellationToken cancellationToken)
    {
        var bound = Bind(clipSkip);
        _ids.Write(ids);
        bound.Run.Run(cancellationToken);
        bound.States.Read(states);
        if (bound.Pooled is { } text && pooled.Length > 0)
            text.Read(pooled);
    }

    public void Dispose()
    {
        _bound?.Run.Dispose();
        _session.Dispose();
    }

    private (int ClipSkip, BoundRun Run, HostTensor States, HostTensor? Pooled) Bind(int clipSkip)
    {
        if (_bound is { } bound && bound.ClipSkip == clipSkip)
            return bound;
        var port = StatesOf(clipSkip);
        var states = new HostTensor(port.Kind, 1, Length, Width);
        var pooled = _pooled is null ? null : new HostTensor(_pooled.Kind, 1, PooledWidth);
        (Port, HostTensor)[] outputs = _pooled is not null && pooled is not null ? [(port, states), (_pooled, pooled)] : [(port, states)];
        _bound?.Run.Dispose();
        _bound = (clipSkip, _session.Bind([(_session.Input("input_ids"), _ids)], outputs), states, pooled);
        return _bound.Value;
    }

    /// <summary>Exports name their states hidden_states.0 (the embeddings) to hidden_states.n (the last layer).</summary>
    private Port StatesOf(int clipSkip)
    {
        if (!_isOneOfTwo && clipSkip == 0)
            return _session.Output(Last);
        if (!_isOneOfTwo)
            throw new OrderException($"{_file} gives the states of its last layer alone, so the clip skip cannot be {clipSkip}. Leave it at 0, or choose another model.");
        var layers = _session.Outputs.Count(name => name.StartsWith(Layer, StringComparison.Ordinal)) - 1;
        if (layers < 1)
            throw _folder.Fault(_file, $"has no outputs named {Layer}0, {Layer}1, ...", "Use an export with the hidden states");
        var wanted = layers - 1 - clipSkip;
        return wanted >= 0 ? _session.Output($"{Layer}{wanted}")
            : throw new OrderException($"{_file} has {layers} layers, so the clip skip cannot be {clipSkip}. Ask for {layers - 1} at most.");
    }

    private int WidthOf(Port port, int? fromConfig) => port.Sides[^1] > 0 ? port.Sides[^1] : fromConfig is > 0 and var width ? width
        : throw _folder.Fault(_file, $"does not say how wide {port.Name} is, nor does its config.json", "Use an export with a fixed width");
}
