using System.Security.Cryptography;

namespace LaionGrid.Arithmetic.Tolerances;

/// <summary>
/// What an operator holds to be honest of one bundle under one engine: tolerances of each class of machines, and what its trajectories look like.
/// Measured by "laiongrid-worker calibrate", signed by the operator, and useless for another bundle or engine.
/// </summary>
public sealed record ToleranceTable
{
    /// <summary>Of the table, from 1: a bundle may be measured anew.</summary>
    public required int Version { get; init; }

    public required string BundleId { get; init; }

    public required int BundleVersion { get; init; }

    /// <summary>What it was measured with: another engine may round otherwise.</summary>
    public required string EngineVersion { get; init; }

    /// <summary>What the reference ran on, for a person to read.</summary>
    public required string Reference { get; init; }

    public required IReadOnlyList<PrecisionClass> Classes { get; init; }

    /// <summary>By sampler, and under each by guidance, rising.</summary>
    public required IReadOnlyList<PlausibilityBounds> Plausibility { get; init; }

    /// <summary>Null while it is only proposed.</summary>
    public ToleranceSignature? Signature { get; init; }

    /// <summary>Reads a table as it lies in a bundle's folder. Whatever the bytes are, this throws nothing.</summary>
    /// <returns>The table, or what is wrong with it; its signature is not checked.</returns>
    public static (ToleranceTable? Table, string? Problem) Read(ReadOnlySpan<byte> json) => ToleranceFile.Read(json);

    /// <summary>As it lies in a bundle's folder: JSON for people and programs.</summary>
    public byte[] Write() => ToleranceFile.Write(this);

    /// <summary>The class that a provider was admitted into; null when it was into none, and nothing of it can be checked.</summary>
    public PrecisionClass? ClassOf(string provider) =>
        Classes.FirstOrDefault(one => one.Providers.Contains(provider, StringComparer.OrdinalIgnoreCase));

    /// <summary>
    /// What trajectories of a sampler look like: as measured at the least guidance that is not below this one, or else at the largest. Null for a sampler that was not measured.
    /// </summary>
    public PlausibilityBounds? BoundsOf(Samplers.SamplerKind sampler, double guidance)
    {
        var known = Plausibility.Where(one => one.Sampler == sampler).OrderBy(one => one.Guidance).ToArray();
        return known.FirstOrDefault(one => one.Guidance >= guidance) ?? known.LastOrDefault();
    }

    /// <param name="key">The operator's, P-256.</param>
    public ToleranceTable Sign(ECDsa key) => this with { Signature = ToleranceSignature.Make(ToleranceFile.Canonical(this), key) };

    /// <summary>Whether the operator with this key signed just this table.</summary>
    public bool Verify(ECDsa publicKey) => Signature is { } signature && signature.Verify(ToleranceFile.Canonical(this), publicKey);
}
