using LaionGrid.Diffusion.Sessions;
using LaionGrid.Diffusion.Tensors;

namespace LaionGrid.Diffusion.Denoising;

/// <summary>
/// The denoiser with buffers for some pictures under some texts. Rows stand text by text, and under each text picture by picture; a network
/// with a fixed batch takes them in as many runs as it needs.
/// </summary>
internal sealed class DenoisingRun : IDisposable
{
    private readonly Form _form;
    private readonly DenoisingBatch[] _batches;

    public DenoisingRun(ModelSession session, DenoiserPorts ports, Form form, int statesWidth)
    {
        _form = form;
        var size = ports.FixedRows ?? form.Rows;
        _batches = [.. Enumerable.Range(0, (form.Rows + size - 1) / size).Select(batch => new DenoisingBatch(session, ports, form, statesWidth, batch * size, size))];
    }

    /// <summary>Puts what guides the coming steps in place.</summary>
    public void Guide(Conditions conditions)
    {
        foreach (var batch in _batches)
            batch.Guide(conditions);
    }

    /// <param name="scaled">[pictures, channels, height, width].</param>
    /// <param name="time">A training timestep; networks that take integers get the nearest.</param>
    /// <param name="outputs">[texts, pictures, channels, height, width].</param>
    public void Predict(ReadOnlySpan<float> scaled, double time, Span<float> outputs, CancellationToken cancellationToken)
    {
        if (scaled.Length != _form.Pictures * _form.Shape.Length || outputs.Length != _form.Rows * _form.Shape.Length)
            throw new ArgumentException($"{scaled.Length} and {outputs.Length} numbers are not {_form.Pictures} pictures and {_form.Rows} outputs of {_form.Shape}.", nameof(scaled));
        foreach (var batch in _batches)
            batch.Predict(scaled, time, outputs, cancellationToken);
    }

    public void Dispose()
    {
        foreach (var batch in _batches)
            batch.Dispose();
    }

    /// <summary>What decides the sides of all buffers. Lengths are those of one text or row.</summary>
    internal readonly record struct Form(
        LatentShape Shape, int Pictures, int Texts, int StatesLength, int PooledLength, int TimeIdsLength, int GuidanceLength, int ExtraLength)
    {
        public int Rows => Pictures * Texts;

        public static Form Of(LatentShape shape, int pictures, Conditions conditions) => new(
            shape, pictures, conditions.Texts, conditions.States.Length / conditions.Texts, conditions.Pooled.Length / conditions.Texts,
            conditions.TimeIds.Length, conditions.GuidanceEmbedding.Length, conditions.ExtraChannels.Length);
    }
}
