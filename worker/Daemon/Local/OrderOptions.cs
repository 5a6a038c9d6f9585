using System.CommandLine;
using System.Globalization;
using LaionGrid.Arithmetic;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Schedules;
using LaionGrid.Diffusion;
using LaionGrid.Diffusion.Decoding;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Worker.Local;

/// <summary>The options that say what to render. What is left out, the bundle decides.</summary>
internal sealed class OrderOptions
{
    private readonly Option<string?> _prompt = Text("--prompt", "TEXT", "What to show. (more), [less] and (this:1.3) weigh its parts.");
    private readonly Option<string?> _negative = Text("--negative", "TEXT", "What not to show.");
    private readonly Option<int?> _width = Number("--width", "Pixels across.");
    private readonly Option<int?> _height = Number("--height", "Pixels down.");
    private readonly Option<int?> _steps = Number("--steps", "Denoising steps. Turbo models want 1 to 4.");
    private readonly Option<float?> _guidance = new("--guidance") { HelpName = "SCALE", Description = "How hard the prompt pulls; 1 is no guidance, as Turbo models want it." };
    private readonly Option<string?> _sampler = Text("--sampler", SamplerNames.All, "How the steps are taken.");
    private readonly Option<string?> _sigmas = Text("--sigmas", "model|karras|exponential", "How the steps are spread over the noise.");
    private readonly Option<long?> _seed = new("--seed") { HelpName = "N", Description = "Of the noise, 0 to 4294967295. Without one it is drawn." };
    private readonly Option<int?> _count = Number("--count", "Pictures, with seeds one after the other.");
    private readonly Option<int?> _clipSkip = Number("--clip-skip", "Last layers of the text encoder to leave out.");
    private readonly Option<string?> _image = Text("--image", "PNG", "A picture to begin from.");
    private readonly Option<double?> _strength = new("--strength") { HelpName = "PART", Description = "How much of --image is made anew, above 0 to 1." };
    private readonly Option<string?> _mask = Text("--mask", "PNG", "What of --image is painted anew: where this is bright.");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _prompt, _negative, _width, _height, _steps, _guidance, _sampler, _sigmas, _seed, _count, _clipSkip, _image, _strength, _mask })
            command.Add(option);
    }

    /// <summary>The order, or in one line what is wrong with it.</summary>
    public (PictureOrder? Order, string? Problem) Read(ParseResult result, UsualSettings usual)
    {
        var (sampler, sigmas, seed) = (result.GetValue(_sampler), result.GetValue(_sigmas), result.GetValue(_seed));
        if (sampler is not null && SamplerNames.Parse(sampler) is null)
            return (null, $"--sampler \"{sampler}\" is not one of {SamplerNames.All.Replace("|", ", ", StringComparison.Ordinal)}.");
        if (sigmas is not null && !(Enum.TryParse<SigmaSpacing>(sigmas, ignoreCase: true, out var spacing) && Enum.IsDefined(spacing)))
            return (null, $"--sigmas \"{sigmas}\" is not one of model, karras, exponential.");
        if (seed is < 0 or > uint.MaxValue)
            return (null, string.Create(CultureInfo.InvariantCulture, $"--seed {seed} is not 0 to {uint.MaxValue}."));
        if (result.GetValue(_image) is null && (result.GetValue(_mask) is not null || result.GetValue(_strength) is not null))
            return (null, "--mask and --strength need --image.");
        return WithSource(result, new()
        {
            Prompt = result.GetValue(_prompt) ?? "",
            NegativePrompt = result.GetValue(_negative) ?? "",
            Width = result.GetValue(_width) ?? usual.Width,
            Height = result.GetValue(_height) ?? usual.Height,
            Steps = result.GetValue(_steps) ?? usual.Steps,
            Guidance = result.GetValue(_guidance) ?? usual.Guidance,
            Sampler = sampler is null ? usual.Sampler : SamplerNames.Parse(sampler) ?? usual.Sampler,
            Sigmas = sigmas is null ? null : Enum.Parse<SigmaSpacing>(sigmas, ignoreCase: true),
            Seed = seed ?? Random.Shared.NextInt64(1L << 32),
            Count = result.GetValue(_count) ?? 1,
            ClipSkip = result.GetValue(_clipSkip) ?? 0,
        });
    }

    /// <summary>Pictures are brought to the sides asked for, so that any can be given.</summary>
    private (PictureOrder? Order, string? Problem) WithSource(ParseResult result, PictureOrder order)
    {
        if (result.GetValue(_image) is not { } path)
            return (order, null);
        var (picture, problem) = ReadPicture("--image", path, order);
        if (picture is null)
            return (null, problem);
        Picture? mask = null;
        if (result.GetValue(_mask) is { } maskPath && ((mask, problem) = ReadPicture("--mask", maskPath, order)).Item1 is null)
            return (null, problem);
        var source = new PictureSource(picture) { Mask = mask is null ? null : Mask.Of(mask) };
        return (order with { Source = result.GetValue(_strength) is { } strength ? source with { Strength = strength } : source }, null);
    }

    private static (Picture? Picture, string? Problem) ReadPicture(string option, string path, PictureOrder order)
    {
        try
        {
            return (PictureResize.To(PngReader.Decode(File.ReadAllBytes(path)), order.Width, order.Height), null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or PictureFileException)
        {
            return (null, $"{option} {path} cannot be read: {error.Message}");
        }
    }

    private static Option<string?> Text(string name, string valueName, string description) => new(name) { HelpName = valueName, Description = description };

    private static Option<int?> Number(string name, string description) => new(name) { HelpName = "N", Description = description };
}
