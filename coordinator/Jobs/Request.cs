using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Models;

namespace LaionGrid.Coordinator.Jobs;

/// <summary>Everything that decides a picture but its seed; complete, with no default left open.</summary>
internal sealed record RenderSettings
{
    public required string Prompt { get; init; }

    public required string NegativePrompt { get; init; }

    public required string BundleId { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    public required int Steps { get; init; }

    public required float Guidance { get; init; }

    public required Sampler Sampler { get; init; }

    /// <summary>Content address of the picture that it begins from; empty for one from noise.</summary>
    public string SourceSha256 { get; init; } = "";

    /// <summary>How much of the source is made anew, above 0 to 1; 1 also for a picture from noise.</summary>
    public double Strength { get; init; } = 1;

    /// <summary>Content address of what says what of the source is painted anew; empty when all of it is.</summary>
    public string MaskSha256 { get; init; } = "";

    public bool HasSource => SourceSha256.Length > 0;

    public bool HasMask => MaskSha256.Length > 0;

    /// <summary>What such a picture is worth.</summary>
    /// <param name="bundle">The one that it is rendered with.</param>
    public long MflopWith(Bundle bundle) =>
        bundle.Tariff.Mflop(Width, Height, bundle.EvaluationsOf(Sampler, Steps, Strength), bundle.Latent.TextsOf(Guidance), HasSource);
}

/// <summary>What a person asked for.</summary>
internal sealed class Request
{
    public required RequestId Id { get; init; }

    public required AccountId AccountId { get; init; }

    /// <summary>Made by the client; a repeat with the same key is the same request.</summary>
    public required string RequestKey { get; init; }

    public required RenderSettings Settings { get; init; }

    /// <summary>Whether each of its pictures is audited for certain.</summary>
    public bool IsVerified { get; init; }

    /// <summary>The picture that it was made from; null when it was asked for from nothing.</summary>
    public JobId? RemixOf { get; init; }

    /// <summary>The version of the words by which its person let it be released as open data; 0 when that was not given.</summary>
    public int ReleaseConsent { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
