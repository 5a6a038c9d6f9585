using LaionGrid.Diffusion.Tensors;

namespace LaionGrid.Diffusion.Pipeline;

/// <summary>Counts evaluations of the network as the steps a person asked for: some samplers take two a step, or one more in all.</summary>
internal sealed class StepProgress(PictureOrder order, int evaluations, LatentShape shape, StepObserver? onStep)
{
    private int _told;

    public void Tell(int evaluation, PictureRun[] runs)
    {
        var step = (int)((long)(evaluation + 1) * order.Steps / evaluations);
        if (onStep is null || step == _told)
            return;
        _told = step;
        for (var picture = 0; picture < runs.Length; picture++)
            onStep(new(step, (int)(runs[picture].Seed - (uint)order.Seed), runs[picture].Sampler.Clean, shape.Width, shape.Height));
    }
}
