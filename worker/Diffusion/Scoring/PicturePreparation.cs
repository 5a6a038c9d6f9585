using System.Text.Json;
using LaionGrid.Diffusion.Imaging;

namespace LaionGrid.Diffusion.Scoring;

/// <summary>Makes a picture what a CLIP network was trained on: scaled to its size, the middle cut out, colours normalised.</summary>
internal sealed class PicturePreparation
{
    private const int LargestSide = 1024;

    private readonly int _shortestEdge;
    private readonly ResampleFilter _filter;
    private readonly float[] _scale; // a colour's value is its byte times this,
    private readonly float[] _shift; // less this

    /// <param name="file">A preprocessor_config.json in the folder.</param>
    /// <exception cref="BundleException">It is missing, broken, or asks for what is not done here.</exception>
    public PicturePreparation(BundleFolder folder, string file)
    {
        var config = folder.ReadJson<PreprocessorConfig>(file);
        BundleException Fault(string wrong) => folder.Fault(file, wrong, "Use a model with the preprocessor of CLIP");
        if (config is not { DoResize: true, DoCenterCrop: true, DoRescale: true, DoNormalize: true })
            throw Fault("leaves out resizing, cropping, rescaling or normalising");
        _shortestEdge = SideOf(config.Size, "shortest_edge") ?? throw Fault("has no size from 1 to 1024 for the shortest edge");
        Side = SideOf(config.CropSize, "height") ?? throw Fault("has no crop_size from 1 to 1024");
        if (Side > _shortestEdge || Side != (SideOf(config.CropSize, "width") ?? Side))
            throw Fault("has a crop_size that is no square within the picture");
        if (config is not { ImageMean.Length: Picture.Colours, ImageStd.Length: Picture.Colours } || !config.ImageStd.All(deviation => deviation > 0))
            throw Fault("has no image_mean and positive image_std of three colours");
        _filter = FilterOf(config.Resample) ?? throw Fault($"asks for the resample filter {config.Resample}; 2 (bilinear), 3 (bicubic) and 4 (box) are known");
        _scale = [.. config.ImageStd.Select(deviation => (float)(config.RescaleFactor / deviation))];
        _shift = [.. config.ImageMean.Zip(config.ImageStd, (mean, deviation) => (float)(mean / deviation))];
    }

    /// <summary>Of the square that <see cref="Apply"/> gives, in pixels.</summary>
    public int Side { get; }

    /// <returns>[3, side, side], red to blue.</returns>
    public float[] Apply(Picture picture)
    {
        var square = PictureResize.CropCentre(PictureResize.ToShortestEdge(picture, _shortestEdge, _filter), Side, Side);
        var area = Side * Side;
        var planes = new float[Picture.Colours * area];
        for (var index = 0; index < planes.Length; index++)
        {
            var (colour, pixel) = (index / area, index % area);
            planes[index] = (square.Pixels[(pixel * Picture.Colours) + colour] * _scale[colour]) - _shift[colour];
        }
        return planes;
    }

    private static int? SideOf(JsonElement size, string name)
    {
        var number = size.ValueKind == JsonValueKind.Object && size.TryGetProperty(name, out var property) ? property : size;
        return number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var side) && side is >= 1 and <= LargestSide ? side : null;
    }

    private static ResampleFilter? FilterOf(int number) => number switch
    {
        2 => ResampleFilter.Bilinear,
        3 => ResampleFilter.Bicubic,
        4 => ResampleFilter.Box,
        _ => null,
    };
}
