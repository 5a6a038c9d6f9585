using LaionGrid.Arithmetic;
using LaionGrid.Diffusion.Denoising;
using LaionGrid.Diffusion.Sessions;

namespace LaionGrid.Diffusion.Pipeline;

/// <summary>Makes what guides the denoiser from an order: states of its texts, and what the families beyond the first want beside them.</summary>
internal sealed class ConditionMaker : IDisposable
{
    private readonly Denoiser _denoiser;
    private readonly PromptConditioner _prompts;

    /// <exception cref="BundleException">A text part is missing or broken, or does not fit the denoiser.</exception>
    public ConditionMaker(BundleFolder folder, ModelIndex index, Denoiser denoiser, ComputeDevice device)
    {
        _denoiser = denoiser;
        _prompts = new PromptConditioner(folder, index, denoiser.Tokens, device);
        if (_prompts.Width != denoiser.StatesWidth)
            throw folder.Fault("unet/model.onnx", $"wants text states {denoiser.StatesWidth} wide, where the text encoders give {_prompts.Width}", "Fetch the model again");
        if (denoiser.WantsPooled && _prompts.PooledWidth == 0)
            throw folder.Fault("text_encoder_2/model.onnx", "gives no text_embeds, which unet/model.onnx wants", "Fetch the model again");
    }

    /// <summary>In networks.</summary>
    public TimeSpan Elapsed => _prompts.Elapsed;

    /// <summary>Models that were taught guidance are told how hard to follow, and need no second text.</summary>
    public Conditions Make(PictureOrder order, SourceLatents? source, CancellationToken cancellationToken)
    {
        var texts = _prompts.Encode(order, isGuided: order.Guidance > 1 && _denoiser.GuidanceWidth == 0, cancellationToken);
        return new()
        {
            Texts = texts.Texts,
            States = texts.States,
            Pooled = _denoiser.WantsPooled ? texts.Pooled : [],
            TimeIds = _denoiser.WantsPooled ? [order.Height, order.Width, 0, 0, order.Height, order.Width] : [], // original size, crop, target size
            GuidanceEmbedding = _denoiser.GuidanceWidth == 0 ? [] : GuidanceEmbedding.Of(order.Guidance, _denoiser.GuidanceWidth),
            ExtraChannels = _denoiser.ExtraChannels == 0 ? [] : source?.ExtraChannels ?? [],
        };
    }

    public void Dispose() => _prompts.Dispose();
}
