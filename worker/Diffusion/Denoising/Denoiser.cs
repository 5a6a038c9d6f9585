using LaionGrid.Diffusion.Sessions;
using LaionGrid.Diffusion.Tensors;

namespace LaionGrid.Diffusion.Denoising;

/// <summary>The U-Net. What it is shown and asked, in which types, ranks and batches, is read from its file.</summary>
internal sealed class Denoiser : IDisposable
{
    private const string Part = "unet";
    private const string ModelFile = $"{Part}/model.onnx";
    private const int TimeIds = 6;

    private readonly ModelSession _session;
    private readonly UnetConfig _config;
    private readonly DenoiserPorts _ports;
    private (DenoisingRun.Form Form, DenoisingRun Run)? _warm;

    /// <exception cref="BundleException">The file is missing or no denoiser of text-guided latents.</exception>
    public Denoiser(BundleFolder folder, ComputeDevice device)
    {
        _config = folder.ReadConfig<UnetConfig>(Part);
        _session = new ModelSession(folder, ModelFile, device);
        _ports = DenoiserPorts.Of(_session);
        Channels = Known(folder, "latent channels", _ports.Output.Sides[1], _config.OutChannels);
        StatesWidth = Known(folder, "width of the text states", _ports.States.Sides[^1], _config.CrossAttentionDim);
        ExtraChannels = Known(folder, "sample channels", _ports.Sample.Sides[1], _config.InChannels) - Channels;
        if (ExtraChannels != 0 && ExtraChannels != Channels + 1)
            throw folder.Fault(ModelFile, $"wants {ExtraChannels} channels beside the {Channels} of its latents", "Use a model for text to image or for inpainting");
        GuidanceWidth = _ports.GuidanceEmbedding is null ? 0 : Known(folder, "width of timestep_cond", _ports.GuidanceEmbedding.Sides[^1], _config.TimeCondProjDim);
        if (_ports.TimeIds is { Sides: [.., > 0 and not TimeIds] } sizes)
            throw folder.Fault(ModelFile, $"wants {sizes.Sides[^1]} time_ids, where models that make pictures from text want {TimeIds}", "Use a base model, not a refiner");
    }

    /// <summary>Of the latents.</summary>
    public int Channels { get; }

    /// <summary>Beside the latents' own: 0, or for inpainting networks a mask and the latents of what stays.</summary>
    public int ExtraChannels { get; }

    /// <summary>Numbers in the states of one token.</summary>
    public int StatesWidth { get; }

    /// <summary>Text tokens it is made for; null when any number will do.</summary>
    public int? Tokens => _ports.States.Sides[1] is > 0 and var tokens ? tokens : null;

    /// <summary>Numbers in timestep_cond, which tells a distilled network how hard to follow the text; 0 for others.</summary>
    public int GuidanceWidth { get; }

    /// <summary>True when it wants a pooled text state and the sizes of the picture (SDXL).</summary>
    public bool WantsPooled => _ports.Pooled is not null;

    /// <summary>Cells along the side that it was trained at; 0 when its config does not say.</summary>
    public int UsualCells => _config.SampleSize ?? 0;

    public RunClock Clock => _session.Clock;

    /// <summary>Prepares the steps of some pictures at once. What was prepared last is used again when only the conditions differ.</summary>
    public DenoisingRun Begin(LatentShape shape, int pictures, Conditions conditions)
    {
        var form = DenoisingRun.Form.Of(shape, pictures, conditions);
        if (_warm is not { } warm || warm.Form != form)
        {
            Cool();
            _warm = warm = (form, new DenoisingRun(_session, _ports, form, StatesWidth));
        }
        warm.Run.Guide(conditions);
        return warm.Run;
    }

    /// <summary>Lets go of what <see cref="Begin"/> prepared.</summary>
    public void Cool()
    {
        _warm?.Run.Dispose();
        _warm = null;
    }

    public void Dispose()
    {
        Cool();
        _session.Dispose();
    }

    private static int Known(BundleFolder folder, string what, int fromNetwork, int? fromConfig) => fromNetwork > 0 ? fromNetwork : fromConfig is > 0 and var known ? known
        : throw folder.Fault(ModelFile, $"does not tell the {what}, nor does {BundleFolder.ConfigOf(Part)}", "Use an export that does");
}
