using System.CommandLine;
using System.Globalization;
using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Worker.Local;

/// <summary>The options that name pictures to begin from.</summary>
internal sealed class SourceOptions
{
    private const double LeastStrength = 0.001; // one step of a thousand

    private readonly Option<string?> _image = new("--image") { HelpName = "PNG", Description = "A picture to begin from. It is scaled to the picture's sides; what stands over is cut off evenly." };
    private readonly Option<string?> _mask = new("--mask") { HelpName = "PNG", Description = "What of --image is painted anew: where this, of the same sides, is bright." };
    private readonly Option<double?> _strength = CheckedOption.Number(
        "--strength", "PART", string.Create(CultureInfo.InvariantCulture, $"How much of --image is made anew ({PictureSource.UsualStrength} if not given)"), LeastStrength, 1);

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _image, _mask, _strength })
            command.Add(option);
    }

    /// <summary>Null when there is nothing to begin from.</summary>
    /// <exception cref="LocalException">A file cannot be read, or does not go with the others.</exception>
    public SourcePictures? Read(ParseResult result)
    {
        var (image, mask, strength) = (result.GetValue(_image), result.GetValue(_mask), result.GetValue(_strength));
        if (image is null)
            return mask is null && strength is null ? null : throw new LocalException("--mask and --strength need --image.");
        var pictures = new SourcePictures(Decode(_image, image), mask is null ? null : Decode(_mask, mask), strength ?? PictureSource.UsualStrength);
        if (pictures.Mask is { } painted && (painted.Width, painted.Height) != (pictures.Image.Width, pictures.Image.Height))
            throw new LocalException($"--mask {mask} is {painted.Width}x{painted.Height}, --image {image} is {pictures.Image.Width}x{pictures.Image.Height}. Make them equal.");
        return pictures;
    }

    private static Picture Decode(Option option, string path)
    {
        try
        {
            return PngReader.Decode(File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or PictureFileException) // the third for an empty name
        {
            throw new LocalException($"{option.Name} \"{path}\" cannot be read: {error.Message}");
        }
    }
}
