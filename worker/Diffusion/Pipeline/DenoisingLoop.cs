using LaionGrid.Arithmetic;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Trajectories;
using LaionGrid.Diffusion.Denoising;
using LaionGrid.Diffusion.Tensors;

namespace LaionGrid.Diffusion.Pipeline;

/// <summary>The one loop, for every family, task and sampler. Past its first step it allocates nothing managed on the processor.</summary>
internal static class DenoisingLoop
{
    /// <param name="runs">Pictures rendered at once, all of the same order; their latents are finished at the end.</param>
    /// <exception cref="BadPictureException">The network gives numbers that are none.</exception>
    public static void Run(
        Denoiser denoiser, LatentShape shape, PictureOrder order, Conditions conditions, PictureRun[] runs, StepObserver? onStep, CancellationToken cancellationToken)
    {
        var denoising = denoiser.Begin(shape, runs.Length, conditions);
        var (scaled, outputs) = (new float[runs.Length * shape.Length], new float[runs.Length * conditions.Texts * shape.Length]);
        var timesteps = runs[0].Sampler.Timesteps;
        var progress = new StepProgress(order, timesteps.Count, shape, onStep);
        for (var evaluation = 0; evaluation < timesteps.Count; evaluation++)
        {
            for (var run = 0; run < runs.Length; run++)
                runs[run].Sampler.ScaleInput(evaluation, runs[run].Latent, scaled.AsSpan(run * shape.Length, shape.Length));
            denoising.Predict(scaled, timesteps[evaluation], outputs, cancellationToken);
            for (var run = 0; run < runs.Length; run++)
                runs[run].Step(evaluation, Guide(Record(outputs, evaluation, run, runs), run, runs.Length, shape.Length, order.Guidance));
            progress.Tell(evaluation, runs);
        }
    }

    /// <summary>Asks the network about one evaluation alone, from the latent that the steps before it led to.</summary>
    /// <returns>A trajectory of this one evaluation.</returns>
    public static Trajectory Evaluate(
        Denoiser denoiser, LatentShape shape, Conditions conditions, Sampler sampler, int evaluation, ReadOnlySpan<float> latent, CancellationToken cancellationToken)
    {
        var (scaled, outputs) = (new float[shape.Length], new float[conditions.Texts * shape.Length]);
        sampler.ScaleInput(evaluation, latent, scaled);
        denoiser.Begin(shape, 1, conditions).Predict(scaled, sampler.Timesteps[evaluation], outputs, cancellationToken);
        var answer = new Trajectory(1, conditions.Texts, shape.Length);
        for (var text = 0; text < conditions.Texts; text++)
            answer.Record(0, text, outputs.AsSpan(text * shape.Length, shape.Length));
        return answer;
    }

    /// <summary>One picture's outputs go into its trajectory, and are rounded by it.</summary>
    private static Span<float> Record(Span<float> outputs, int evaluation, int run, PictureRun[] runs)
    {
        var trajectory = runs[run].Trajectory;
        for (var text = 0; text < trajectory.Texts; text++)
            trajectory.Record(evaluation, text, outputs.Slice(((text * runs.Length) + run) * trajectory.Length, trajectory.Length));
        return outputs;
    }

    /// <summary>One picture's guided output, written over its unconditional one.</summary>
    private static Span<float> Guide(Span<float> outputs, int run, int runs, int length, float guidance)
    {
        var guided = outputs.Slice(run * length, length);
        if (outputs.Length > runs * length)
            Guidance.Apply(guided, outputs.Slice((runs + run) * length, length), guidance, guided);
        foreach (var value in guided)
        {
            if (!float.IsFinite(value))
                throw new BadPictureException("unet/model.onnx gave numbers that are none. Try another device.");
        }
        return guided;
    }
}
