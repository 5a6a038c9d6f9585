using System.Text.Json;

namespace LaionGrid.Diffusion.Scoring;

/// <summary>What a preprocessor_config.json says, with transformers' defaults for CLIP. Old files have plain numbers for sizes.</summary>
internal sealed record PreprocessorConfig
{
    /// <summary>A number, or an object with shortest_edge.</summary>
    public JsonElement Size { get; init; }

    /// <summary>A number, or an object with height and width.</summary>
    public JsonElement CropSize { get; init; }

    /// <summary>Pillow's number of the filter: 2 bilinear, 3 bicubic, 4 box.</summary>
    public int Resample { get; init; } = 3;

    public double RescaleFactor { get; init; } = 1 / 255.0;

    /// <summary>Of red, green and blue, after rescaling.</summary>
    public double[] ImageMean { get; init; } = [0.48145466, 0.4578275, 0.40821073];

    /// <summary>Of red, green and blue, after rescaling.</summary>
    public double[] ImageStd { get; init; } = [0.26862954, 0.26130258, 0.27577711];

    public bool DoResize { get; init; } = true;

    public bool DoCenterCrop { get; init; } = true;

    public bool DoRescale { get; init; } = true;

    public bool DoNormalize { get; init; } = true;
}
