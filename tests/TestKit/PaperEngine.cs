using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LaionGrid.Arithmetic;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Schedules;
using LaionGrid.Arithmetic.Trajectories;

namespace LaionGrid.TestKit;

/// <summary>What a paper engine made of a job.</summary>
public sealed record PaperPicture(byte[] Png, string Sha256, byte[] Commitment, byte[] Trajectory);

/// <summary>
/// An engine without a model: its network answers with a part of what it is shown, and its picture has one colour. Both depend on the shade, so
/// engines of one shade agree with each other, and those of two shades differ as an honest network and a false one do.
/// </summary>
/// <param name="shade">0 to 255.</param>
public sealed class PaperEngine(byte shade)
{
    private const int Channels = 4;
    private const int CellPixels = 8;

    private static readonly NoiseSchedule Usual = new(new());

    /// <summary>Renders a job, and commits to what it did.</summary>
    /// <param name="lease">The attempt's id.</param>
    /// <param name="schedule">Null for Stable Diffusion's.</param>
    /// <param name="png">Another picture than the latent decodes to; null for that one.</param>
    public PaperPicture Render(Guid lease, PaperJob job, NoiseSchedule? schedule = null, byte[]? png = null)
    {
        var source = job.Source.Length == 0 ? null : job.Clean is { } chosen ? Array.ConvertAll(chosen, value => (float)(Half)value) : Encode(job);
        var run = new LatentRun(job.Seed, job.Sampler, schedule ?? Usual, SamplingPlan.Of(job.Steps, job.Strength), Length(job), source is null ? null : new(source, job.Anew));
        var trajectory = new Trajectory(run.Sampler.Timesteps.Count, Texts(job), Length(job), hasSource: source is not null);
        if (source is not null)
            trajectory.RecordSource(source);
        for (var evaluation = 0; evaluation < trajectory.Evaluations; evaluation++)
            run.Step(evaluation, Evaluate(trajectory, evaluation, run.Latent, job));
        png ??= PaintedPng.Of(job.Width, job.Height, shade);
        var sha256 = SHA256.HashData(png);
        return new(png, Convert.ToHexStringLower(sha256), Commitment.Make(lease.ToByteArray(bigEndian: true), trajectory, run.Latent, sha256), trajectory.Bytes.ToArray());
    }

    /// <summary>What its encoder makes of a picture, in numbers that a trajectory keeps: it sees of it the hash alone, and depends on the shade as the network does.</summary>
    public float[] Encode(PaperJob job)
    {
        var (hash, latent) = (Convert.FromHexString(job.Source), new float[Length(job)]);
        for (var index = 0; index < latent.Length; index++)
            latent[index] = (float)(Half)((hash[index % hash.Length] - 127.5f) / 127.5f * (0.9f + (shade / 1000f)));
        return latent;
    }

    /// <summary>A referee's outputs for these latents, one for each evaluation asked for, behind the latent of the job's source if it has one.</summary>
    public byte[] Answer(PaperJob job, int evaluations, ReadOnlySpan<byte> latents)
    {
        var answer = new Trajectory(evaluations, Texts(job), Length(job), hasSource: job.Source.Length > 0);
        if (answer.HasSource)
            answer.RecordSource(Encode(job));
        for (var index = 0; index < evaluations; index++)
            Evaluate(answer, index, MemoryMarshal.Cast<byte, float>(latents).Slice(index * Length(job), Length(job)), job);
        return answer.Bytes.ToArray();
    }

    public byte[] Decode(PaperJob job) => PaintedPng.Of(job.Width, job.Height, shade);

    private static int Length(PaperJob job) => Channels * (job.Width / CellPixels) * (job.Height / CellPixels);

    private static int Texts(PaperJob job) => job.Guidance > 1 ? 2 : 1;

    /// <returns>The guided output.</returns>
    private float[] Evaluate(Trajectory trajectory, int evaluation, ReadOnlySpan<float> latent, PaperJob job)
    {
        var outputs = new float[Texts(job)][];
        for (var text = 0; text < outputs.Length; text++)
        {
            var part = (0.2f + (shade / 1000f)) * (1 - (0.01f * text));
            outputs[text] = new float[latent.Length];
            for (var index = 0; index < latent.Length; index++)
                outputs[text][index] = part * latent[index];
            trajectory.Record(evaluation, text, outputs[text]);
        }
        if (outputs.Length > 1)
            Guidance.Apply(outputs[0], outputs[1], job.Guidance, outputs[0]);
        return outputs[0];
    }
}

/// <summary>What of a job decides its trajectory.</summary>
public sealed record PaperJob(int Width, int Height, int Steps, float Guidance, SamplerKind Sampler, long Seed)
{
    /// <summary>SHA-256 of the picture that it begins from, in hex; empty for one from noise.</summary>
    public string Source { get; init; } = "";

    public double Strength { get; init; } = 1;

    /// <summary>Cells that are made anew; null for all.</summary>
    public float[]? Anew { get; init; }

    /// <summary>What a cheat says that its encoder made of the source; null for what it makes of it.</summary>
    public float[]? Clean { get; init; }
}
