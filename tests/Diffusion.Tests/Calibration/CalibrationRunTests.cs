using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Tolerances;
using LaionGrid.Diffusion.Calibration;
using LaionGrid.Diffusion.Pipeline;
using LaionGrid.Diffusion.Sessions;

namespace LaionGrid.Diffusion.Tests.Calibration;

[Collection(Pocket.Collection)]
public sealed class CalibrationRunTests(Pocket pocket)
{
    private static readonly CalibrationPlan Plan = new(new UsualSettings(64, 64, 20, 4, SamplerKind.Ddim), Prompts: 1, CalibrationPlan.FewestSteps);

    [Fact]
    public void Measure_OfTheReferenceItself_IsNothing()
    {
        var run = Rendered();

        var spread = run.Measure("the same", pocket.Engine, CancellationToken.None);

        Assert.Equal((20, "CPU", 0.0, 0.0), (spread.Steps.Count, spread.Provider, spread.MostRaw, spread.MostGuided));
    }

    [Fact]
    public void Measure_OfTheFilesOwnGraphOnOneThread_IsRoundingAlone()
    {
        var run = Rendered();
        using var plain = DiffusionPipeline.Load(Pocket.Path, Pocket.Cpu with { Threads = 1, Optimization = GraphOptimization.None });

        var spread = run.Measure("plain", plain, CancellationToken.None);

        Assert.InRange(spread.MostRaw, double.Epsilon, ToleranceBin.Rounding);
    }

    [Fact]
    public void Propose_FromHonestSteps_ToleratesThemAndCatchesEveryNearCheat()
    {
        var run = Rendered();
        var spread = run.Measure("the same", pocket.Engine, CancellationToken.None);

        var proposed = Assert.Single(ClassMaker.Propose([spread], run.Reference, 1000, guidance: 4));

        Assert.Equal(("fp32", "CPU", true), (proposed.Class.Name, Assert.Single(proposed.Class.Providers), proposed.IsAdmitted));
        Assert.DoesNotContain(spread.Steps, step => proposed.Class.Exceeds(step.Residual, step.Timestep));
        Assert.Equal(5, proposed.Cheats.Count);
        Assert.All(proposed.Cheats, cheat => Assert.True(cheat.Caught >= 0.95 && cheat.Steps >= 18, cheat.ToString()));
        Assert.Equal(proposed.Cheats.Min(cheat => cheat.Times), proposed.Class.Margin);
    }

    [Fact]
    public void Propose_WhereHonestStepsLieFarApart_AdmitsNoClass()
    {
        var run = Rendered();
        var coarse = run.Measure("x", pocket.Engine, CancellationToken.None).Steps.Select(step => step with { Residual = new(0.3, 2, 4) });

        Assert.False(Assert.Single(ClassMaker.Propose([new("coarse", "WEBGPU", [.. coarse])], run.Reference, 1000, guidance: 4)).IsAdmitted);
    }

    [Fact]
    public void Look_AtTrajectories_BoundsWhatItSaw()
    {
        var bounds = new CalibrationRun(Plan).Look(pocket.Engine, SamplerKind.EulerAncestral, 8, CancellationToken.None);

        Assert.Equal((SamplerKind.EulerAncestral, 8.0, TimestepBins.Count), (bounds.Sampler, bounds.Guidance, bounds.Bins.Count));
        Assert.All(bounds.Bins, bin => Assert.True(bin is { Norm: > 0, Clean: > 0, Cosine: >= -1 and <= 1 }));
    }

    [Fact]
    public void CanTake_MoreStepsThanASamplerHas_IsFalse()
    {
        Assert.True(pocket.Engine.CanTake(Pocket.Order with { Sampler = SamplerKind.Lcm, Steps = 50 }));
        Assert.False(pocket.Engine.CanTake(Pocket.Order with { Sampler = SamplerKind.Lcm, Steps = 51 }));
    }

    private CalibrationRun Rendered()
    {
        var run = new CalibrationRun(Plan);
        run.Render(pocket.Engine, CancellationToken.None);
        return run;
    }
}
