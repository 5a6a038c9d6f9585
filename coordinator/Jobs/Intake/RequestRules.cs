using System.Text;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Models;

namespace LaionGrid.Coordinator.Jobs.Intake;

/// <summary>A request as it came in: null means "the bundle's default".</summary>
internal sealed record Ask
{
    public required string RequestKey { get; init; }

    public required string Prompt { get; init; }

    public string NegativePrompt { get; init; } = "";

    public int? Width { get; init; }

    public int? Height { get; init; }

    public int? Steps { get; init; }

    public float? Guidance { get; init; }

    public Sampler? Sampler { get; init; }

    public required int Count { get; init; }

    public long? Seed { get; init; }

    /// <summary>Whom the caller asks for; empty when the caller is one.</summary>
    public string Requester { get; init; } = "";

    public Visibility Visibility { get; init; }

    /// <summary>The picture that this one is made from; left out when its person may not see that one.</summary>
    public JobId? RemixOf { get; init; }

    /// <summary>The version of the words by which its pictures may be released; 0 when that is not given.</summary>
    public int ReleaseConsent { get; init; }

    /// <summary>A picture to begin from, as it was brought; empty to begin from noise.</summary>
    public string SourceSha256 { get; init; } = "";

    public double? Strength { get; init; }

    /// <summary>Empty to make all of the source anew.</summary>
    public string MaskSha256 { get; init; } = "";

    /// <summary>What it names of what was brought.</summary>
    public IEnumerable<string> Sources => new[] { SourceSha256, MaskSha256 }.Where(sha256 => sha256.Length > 0).Distinct();

    /// <summary>Whether each picture is to be audited for certain.</summary>
    public bool IsVerified { get; init; }
}

/// <summary>What may be asked. Pure: the same ask and bundle always give the same answer.</summary>
internal static class RequestRules
{
    public const int MaxPromptLength = 1000;
    public const int MaxCount = 8;
    public const long MaxSeed = uint.MaxValue;
    public const float MaxGuidance = 30;

    /// <summary>Why this may not be asked of this bundle; null when it may.</summary>
    public static Refusal? Check(Ask ask, BundleLimits limits) =>
        CheckKey(ask.RequestKey)
        ?? CheckPrompt(ask.Prompt.Trim(), "prompt", "The prompt") ?? CheckPrompt(ask.NegativePrompt.Trim(), "negative_prompt", "The negative prompt")
        ?? (ask.Prompt.AsSpan().Trim().IsEmpty ? Refusal.Invalid("prompt.empty", "prompt", "The prompt is empty. Say what the picture shows.") : null)
        ?? CheckNumbers(ask, limits);

    /// <summary>As <see cref="Check"/>, before there are any words.</summary>
    public static Refusal? CheckNumbers(Ask ask, BundleLimits limits) =>
        CheckRequester(ask.Requester)
        ?? CheckSize(ask.Width ?? limits.DefaultWidth, ask.Height ?? limits.DefaultHeight, limits)
        ?? CheckRange(ask.Steps ?? limits.DefaultSteps, 1, limits.MaxSteps, "steps.out_of_range", "steps", "Steps")
        ?? CheckGuidance(ask.Guidance ?? limits.DefaultGuidance)
        ?? CheckRange(ask.Count, 1, MaxCount, "count.out_of_range", "count", "Pictures")
        ?? CheckRange(ask.Seed ?? 0, 0, MaxSeed, "seed.out_of_range", "seed", "Seeds");

    /// <summary>The ask with every default filled in.</summary>
    public static RenderSettings Complete(Ask ask, Bundle bundle) => new()
    {
        Prompt = ask.Prompt.Trim(),
        NegativePrompt = ask.NegativePrompt.Trim(),
        BundleId = bundle.Id,
        Width = ask.Width ?? bundle.Limits.DefaultWidth,
        Height = ask.Height ?? bundle.Limits.DefaultHeight,
        Steps = ask.Steps ?? bundle.Limits.DefaultSteps,
        Guidance = ask.Guidance ?? bundle.Limits.DefaultGuidance,
        Sampler = ask.Sampler ?? bundle.Limits.DefaultSampler,
        SourceSha256 = ask.SourceSha256,
        Strength = ask.SourceSha256.Length == 0 ? 1 : ask.Strength ?? SourceRules.UsualStrength,
        MaskSha256 = ask.MaskSha256,
    };

    public static Refusal UnknownBundle(IEnumerable<Bundle> bundles) =>
        Refusal.Invalid("bundle.unknown", "bundle_id", $"There is no bundle of this name here. Choose one of: {string.Join(", ", bundles.Select(one => one.Id))}.");

    private static Refusal? CheckKey(string key) => key.Length is >= 1 and <= 64
        ? null
        : Refusal.Invalid("request_key.invalid", "request_key", "The request key has 1 to 64 characters and is new for each request. Make one, such as a random number.");

    public static Refusal? CheckRequester(string requester) => requester.Length <= 64
        ? null
        : Refusal.Invalid("requester.invalid", "requester", "The requester has at most 64 characters. Send a hash of a longer one.");

    private static Refusal? CheckPrompt(string prompt, string field, string name)
    {
        if (prompt.Length > MaxPromptLength)
            return Refusal.Invalid($"{field}.too_long", field, $"{name} has {prompt.Length} characters; at most {MaxPromptLength} are read. Shorten it.");
        return prompt.EnumerateRunes().Any(IsUnprintable)
            ? Refusal.Invalid($"{field}.unprintable", field, $"{name} holds control characters. Remove them.")
            : null;
    }

    private static bool IsUnprintable(Rune rune) => rune.Value == 0xFFFD || (Rune.IsControl(rune) && rune.Value is not ('\n' or '\r' or '\t'));

    private static Refusal? CheckSize(int width, int height, BundleLimits limits)
    {
        foreach (var (side, field) in new[] { (width, "width"), (height, "height") })
        {
            if (side < limits.MinSide || side > limits.MaxSide)
                return Refusal.Invalid("size.out_of_range", field, $"The {field} is {side}; this bundle draws {limits.MinSide} to {limits.MaxSide} pixels a side.");
            if (side % limits.SideStep != 0)
                return Refusal.Invalid("size.not_multiple", field, $"The {field} is {side}; it must be a multiple of {limits.SideStep}, such as {side / limits.SideStep * limits.SideStep}.");
        }
        return (long)width * height <= limits.MaxPixels
            ? null
            : Refusal.Invalid("size.out_of_range", "width", $"{width} x {height} is more than this bundle's {limits.MaxPixels} pixels. Make a side shorter.");
    }

    private static Refusal? CheckRange(long value, long least, long most, string code, string field, string name) => value >= least && value <= most
        ? null
        : Refusal.Invalid(code, field, $"{name} are {least} to {most}; this asks for {value}.");

    private static Refusal? CheckGuidance(float guidance) => guidance is >= 1 and <= MaxGuidance
        ? null
        : Refusal.Invalid("guidance.out_of_range", "guidance", $"Guidance is 1 to {MaxGuidance}; this asks for {guidance}.");
}
