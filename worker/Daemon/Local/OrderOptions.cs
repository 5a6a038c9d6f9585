using System.CommandLine;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Schedules;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Worker.Local;

/// <summary>The options that say what to render. What is left out, the bundle decides.</summary>
internal sealed class OrderOptions
{
    private const int SmallestSide = 8;
    private const int MostSteps = 1000; // what the models known were trained with; a bundle's own number is checked by the engine
    private const int MostLayers = 100;
    private const float MostGuidance = 1000;

    private static readonly Dictionary<string, SigmaSpacing> Spacings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["model"] = SigmaSpacing.Model,
        ["karras"] = SigmaSpacing.Karras,
        ["exponential"] = SigmaSpacing.Exponential,
    };

    private readonly Option<string?> _prompt = new("--prompt") { HelpName = "TEXT", Description = "What to show. (more), [less] and (this:1.3) weigh its parts." };
    private readonly Option<string?> _negative = new("--negative") { HelpName = "TEXT", Description = "What not to show." };
    private readonly Option<int?> _width = CheckedOption.Number("--width", "PIXELS", "Pixels across, a multiple of 8", SmallestSide, PictureOrder.LargestSide);
    private readonly Option<int?> _height = CheckedOption.Number("--height", "PIXELS", "Pixels down, a multiple of 8", SmallestSide, PictureOrder.LargestSide);
    private readonly Option<int?> _steps = CheckedOption.Number("--steps", "N", "Denoising steps (Turbo models want 1 to 4)", 1, MostSteps);
    private readonly Option<float?> _guidance = CheckedOption.Number("--guidance", "SCALE", "How hard the prompt pulls (1 is no guidance, as Turbo models want it)", 0, MostGuidance);
    private readonly Option<SamplerKind?> _sampler = CheckedOption.Choice("--sampler", "How the steps are taken", SamplerNames.Kinds);
    private readonly Option<SigmaSpacing?> _sigmas = CheckedOption.Choice("--sigmas", "How the steps are spread over the noise", Spacings);
    private readonly Option<long?> _seed = CheckedOption.Number<long>("--seed", "N", "Of the noise; drawn if not given", 0, uint.MaxValue);
    private readonly Option<int?> _count = CheckedOption.Number("--count", "N", "Pictures, with seeds one after the other", 1, PictureOrder.LargestCount);
    private readonly Option<int?> _clipSkip = CheckedOption.Number("--clip-skip", "N", "Last layers of the text encoder to leave out", 0, MostLayers);
    private readonly SourceOptions _source = new();

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _prompt, _negative, _width, _height, _steps, _guidance, _sampler, _sigmas, _seed, _count, _clipSkip })
            command.Add(option);
        _source.AddTo(command);
    }

    /// <summary>Reads all that needs no bundle. What is returned makes the order, once a bundle says what is usual.</summary>
    /// <exception cref="LocalException">A picture to begin from cannot be read.</exception>
    public Func<UsualSettings, PictureOrder> Read(ParseResult result)
    {
        var source = _source.Read(result);
        return usual =>
        {
            var (width, height) = (result.GetValue(_width) ?? usual.Width, result.GetValue(_height) ?? usual.Height);
            return new()
            {
                Prompt = result.GetValue(_prompt) ?? "",
                NegativePrompt = result.GetValue(_negative) ?? "",
                Width = width,
                Height = height,
                Steps = result.GetValue(_steps) ?? usual.Steps,
                Guidance = result.GetValue(_guidance) ?? usual.Guidance,
                Sampler = result.GetValue(_sampler) ?? usual.Sampler,
                Sigmas = result.GetValue(_sigmas),
                Seed = result.GetValue(_seed) ?? Random.Shared.NextInt64(1L << 32),
                Count = result.GetValue(_count) ?? 1,
                ClipSkip = result.GetValue(_clipSkip) ?? 0,
                Source = source?.Fit(width, height),
            };
        };
    }
}
