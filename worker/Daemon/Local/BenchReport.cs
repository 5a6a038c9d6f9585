using System.Globalization;

namespace LaionGrid.Worker.Local;

/// <summary>What the bench measured. Medians over its runs; seconds, MiB and bytes. As JSON its names are in snake_case.</summary>
internal sealed record BenchReport
{
    public required string Bundle { get; init; }

    public required string Device { get; init; }

    public required string Provider { get; init; }

    public required string OnnxRuntime { get; init; }

    public required string Engine { get; init; }

    public required int Runs { get; init; }

    /// <summary>Finding the device and loading all networks.</summary>
    public required double LoadS { get; init; }

    /// <summary>The render that warmed up: buffers are bound in it, and stay so.</summary>
    public required double FirstImageS { get; init; }

    /// <summary>From the order to its pictures.</summary>
    public required double ImageS { get; init; }

    /// <summary>The slowest run less the fastest: what the machine's noise is.</summary>
    public required double ImageSpreadS { get; init; }

    public required double TextS { get; init; }

    public required double DenoisingS { get; init; }

    public required double DecodingS { get; init; }

    public required double ScoringS { get; init; }

    /// <summary>Evaluations of the denoiser in a second of its time.</summary>
    public required double StepsPerS { get; init; }

    public required double ImagesPerS { get; init; }

    /// <summary>The whole over the networks alone: 1 is no overhead.</summary>
    public required double OverheadRatio { get; init; }

    /// <summary>The largest ratio less the smallest.</summary>
    public required double OverheadRatioSpread { get; init; }

    /// <summary>Managed bytes from one step to the next; null for a single step, which has no next.</summary>
    public required double? AllocatedBytesPerStep { get; init; }

    public required long PeakRamMib { get; init; }

    /// <summary>Of the card, by all programs, after the last run: arenas do not shrink, so it is the most. Null where it cannot be asked.</summary>
    public required long? PeakVramMib { get; init; }

    /// <param name="what">What was rendered.</param>
    public string ToText(string what) => string.Create(CultureInfo.InvariantCulture, $"""
        {Device}; engine {Engine}, ONNX Runtime {OnnxRuntime}
        {what}; medians of {Runs}

        load            {LoadS,9:0.000} s
        first time      {FirstImageS,9:0.000} s
        picture(s)      {ImageS,9:0.000} s   (slowest less fastest {ImageSpreadS:0.000} s)
          text          {TextS,9:0.000} s
          denoising     {DenoisingS,9:0.000} s   {StepsPerS:0.0} evaluations/s
          autoencoder   {DecodingS,9:0.000} s
          scoring       {ScoringS,9:0.000} s
        overhead        {OverheadRatio,9:0.000} x the networks' own time (largest less smallest {OverheadRatioSpread:0.000})
        throughput      {ImagesPerS,9:0.000} pictures/s
        allocated       {AllocatedBytesPerStep?.ToString("0", CultureInfo.InvariantCulture) ?? "-",9} bytes a step
        peak memory     {PeakRamMib,9} MiB{(PeakVramMib is { } vram ? $", of the card {vram} MiB" : "")}
        """);
}
