using Google.Protobuf;
using LaionGrid.Arithmetic.Schedules;
using LaionGrid.Arithmetic.Tolerances;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Coordinator.Models;

/// <summary>Reads a bundle's folder: the manifest is the JSON form of the wire's Bundle, and each file it names must be there in its size.</summary>
internal static class BundleReaderGrpc
{
    public const string ManifestName = "bundle.json";

    private const string ToleranceName = "tolerance.json";
    private const string ToleranceKeyName = "tolerance.pub";
    private const string EncoderName = "vae_encoder/model.onnx";
    private const int Colours = 3;
    private const int UsualChannels = 4;
    private const int UsualCellPixels = 8;

    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <param name="toleranceKey">PEM file of the key that tolerances must be signed with; empty for the one beside them.</param>
    /// <exception cref="InvalidDataException">The folder is not a whole bundle; the message names file and reason.</exception>
    public static Bundle Read(string folder, string toleranceKey)
    {
        var path = Path.Combine(folder, ManifestName);
        var text = File.ReadAllText(path);
        var wire = Parse(text, path);
        return new Bundle
        {
            Id = wire.Id,
            Version = wire.Version,
            MemoryMiB = Math.Max(0, wire.MemoryMib),
            Limits = ReadLimits(wire.Limits ?? throw new InvalidDataException($"{path} has no limits."), text, path),
            Tariff = ReadTariff(wire.Tariff ?? throw new InvalidDataException($"{path} has no tariff.")),
            Latent = ReadLatent(wire.Latent),
            Preview = ReadPreview(wire.Preview, ReadLatent(wire.Latent).Channels, path),
            Schedule = ReadSchedule(folder),
            Tolerance = ReadTolerance(folder, wire, toleranceKey.Length > 0 ? Path.GetFullPath(toleranceKey) : Path.Combine(folder, ToleranceKeyName)),
            MinPsnrDb = wire.Tolerance?.MinPsnrDb ?? throw new InvalidDataException($"{path} has no tolerance."),
            MaxEncodingResidual = ReadEncodingTolerance(wire, path),
            Files = wire.Files.DistinctBy(file => file.Sha256).ToDictionary(file => file.Sha256, file => Locate(folder, file)),
            Manifest = text,
        };
    }

    public static Wire.Bundle Parse(string manifest, string path)
    {
        try
        {
            return Parser.Parse<Wire.Bundle>(manifest);
        }
        catch (Exception error) when (error is InvalidProtocolBufferException or InvalidJsonException)
        {
            throw new InvalidDataException($"{path} is not a bundle manifest: {error.Message}", error);
        }
    }

    private static string Locate(string folder, Wire.BundleFile file)
    {
        var path = Path.GetFullPath(Path.Combine(folder, file.Path));
        if (!path.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new InvalidDataException($"{folder}: the manifest names \"{file.Path}\", which lies outside the bundle.");
        var found = new FileInfo(path);
        return found.Exists && found.Length == file.Bytes
            ? path
            : throw new InvalidDataException($"{path} has {(found.Exists ? found.Length : 0)} bytes, the manifest says {file.Bytes}. Restore the file or write the manifest anew.");
    }

    private static BundleLimits ReadLimits(Wire.BundleLimits limits, string manifest, string path) => SamplersGrpc.FirstUnknown(manifest) is { } name ? throw UnknownSampler(name, path) : new()
    {
        MinSide = limits.MinSide,
        MaxSide = limits.MaxSide,
        SideStep = limits.SideStep,
        MaxPixels = limits.MaxPixels,
        DefaultWidth = limits.DefaultWidth,
        DefaultHeight = limits.DefaultHeight,
        MaxSteps = limits.MaxSteps,
        DefaultSteps = limits.DefaultSteps,
        DefaultGuidance = limits.DefaultGuidance,
        DefaultSampler = DefaultSamplerOf(limits, path),
        Samplers = SamplersOf(limits, path),
    };

    private static Sampler DefaultSamplerOf(Wire.BundleLimits limits, string path) => limits.DefaultSampler == Wire.Sampler.Unspecified ? Sampler.Ddim : Known(limits.DefaultSampler, path);

    /// <summary>A network that was not distilled for LCM makes noise of it, and a manifest that names none says of the default alone that it suits.</summary>
    private static List<Sampler> SamplersOf(Wire.BundleLimits limits, string path)
    {
        var usual = DefaultSamplerOf(limits, path);
        if (limits.Samplers.Count == 0)
            return [.. Samplers.All.Where(sampler => sampler != Sampler.Lcm || usual == Sampler.Lcm)];
        var named = limits.Samplers.Select(sampler => Known(sampler, path)).Distinct().ToList();
        return named.Contains(usual) ? named : throw new InvalidDataException($"{path}: {usual.Title()} is its default_sampler, but none of its samplers. Add it to them, or choose another default.");
    }

    private static Sampler Known(Wire.Sampler sampler, string path) => sampler.ToDomain() ?? throw UnknownSampler(sampler.ToString(), path);

    private static InvalidDataException UnknownSampler(string name, string path) =>
        new($"{path} names the sampler {name}, which is not known here. Use {string.Join(", ", SamplersGrpc.WireNames)}, or update the coordinator.");

    private static BundleLatent ReadLatent(Wire.BundleLatent? latent) => new(
        latent is { Channels: > 0 } ? latent.Channels : UsualChannels, latent is { CellPixels: > 0 } ? latent.CellPixels : UsualCellPixels, latent?.GuidesItself ?? false);

    private static BundlePreview? ReadPreview(Wire.LatentPreview? preview, int channels, string path)
    {
        if (preview is null)
            return null;
        return preview.Weights.Count == channels * Colours && preview.Bias.Count == Colours && preview.Weights.Concat(preview.Bias).All(float.IsFinite)
            ? new([.. preview.Weights], [.. preview.Bias])
            : throw new InvalidDataException($"{path} has a preview of {preview.Weights.Count} weights and {preview.Bias.Count} biases; latents of {channels} channels need {channels * Colours} and {Colours}, all of them numbers. Correct it, or leave the preview out.");
    }

    private static NoiseSchedule ReadSchedule(string folder)
    {
        var path = Path.Combine(folder, ScheduleJson.FileName);
        if (!File.Exists(path))
            throw new InvalidDataException($"{path} is missing. Trajectories cannot be replayed without it: restore the file.");
        try
        {
            return new ScheduleJson(File.ReadAllText(path)).ToSchedule();
        }
        catch (ScheduleException error)
        {
            throw new InvalidDataException($"{path} {error.Message}. Offer a bundle whose schedule this grid knows.", error);
        }
    }

    private static ToleranceTable ReadTolerance(string folder, Wire.Bundle bundle, string keyPath)
    {
        var path = Path.Combine(folder, ToleranceName);
        if (!File.Exists(path))
            throw new InvalidDataException($"{path} is missing: nothing rendered with the bundle could be verified. Measure it with laiongrid-worker calibrate --bundle {folder}.");
        var (table, problem) = ToleranceTable.Read(File.ReadAllBytes(path));
        if (table is null)
            throw new InvalidDataException($"{path} cannot be used: {problem}. Measure it anew with laiongrid-worker calibrate --bundle {folder}.");
        using var key = File.Exists(keyPath) ? ToleranceSignature.ReadKey(File.ReadAllText(keyPath)) : null;
        if (key is null)
            throw new InvalidDataException($"{keyPath} is no public key on P-256, by which {path} must be signed. Put the key of your calibration there, or name another file with --Models:ToleranceKey.");
        if (!table.Verify(key))
            throw new InvalidDataException($"{path} is not signed with the key in {keyPath}, or was changed since. Sign it: laiongrid-worker calibrate --bundle {folder} --sign-key FILE.");
        return table.BundleId == bundle.Id && table.BundleVersion == bundle.Version
            ? table
            : throw new InvalidDataException($"{path} was measured for {table.BundleId} version {table.BundleVersion}, not {bundle.Id} version {bundle.Version}. Measure it anew with laiongrid-worker calibrate --bundle {folder}.");
    }

    private static Tariff ReadTariff(Wire.BundleTariff tariff) =>
        new(ReadCost(tariff.TextEncoder), ReadCost(tariff.Denoiser), ReadCost(tariff.Decoder)) { Encoder = tariff.Encoder is { } encoder ? ReadCost(encoder) : null };

    /// <summary>A bundle that can begin from pictures has all that it takes to do so, to pay it and to verify it.</summary>
    private static double ReadEncodingTolerance(Wire.Bundle bundle, string path)
    {
        if (bundle.Tariff?.Encoder is null)
            return 0;
        if (bundle.Files.All(file => file.Path != EncoderName))
            throw new InvalidDataException($"{path} has an encoder in its tariff, but no file {EncoderName}. Name the file, or leave the encoder out.");
        return bundle.Tolerance?.MaxEncodingResidual is > 0 and < 1 and var most
            ? most
            : throw new InvalidDataException($"{path} has an encoder in its tariff, but its tolerance has no max_encoding_residual above 0 and below 1: no latent of a source could be verified. Measure it, or leave the encoder out.");
    }

    private static GraphCost ReadCost(Wire.GraphCost cost) => new(cost.Constant, cost.PerPixel, cost.PerPixelPair);
}
