using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Schedules;
using LaionGrid.Arithmetic.Trajectories;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Diffusion.Tests.Trajectories;

[Collection(Pocket.Collection)]
public sealed class ReplayTests(Pocket pocket)
{
    private const int Steps = 6;

    public static TheoryData<SamplerKind> Samplers => [.. Enum.GetValues<SamplerKind>()];

    private static NoiseSchedule Schedule { get; } = SchedulerConfig.Read(Pocket.Folder).Noise;

    [Theory]
    [MemberData(nameof(Samplers))]
    public void Run_OverARenderedTrajectory_EndsAtItsLatentBitForBit(SamplerKind sampler)
    {
        var rendered = Render(sampler, guidance: 4);

        var latent = ReplayOf(sampler, guidance: 4).Run(Received(rendered.Trajectory));

        Assert.Equal(rendered.Latent, latent);
    }

    [Fact]
    public void Run_WithoutGuidance_EndsAtTheLatent()
    {
        var rendered = Render(SamplerKind.EulerAncestral, guidance: 1);

        Assert.Equal(1, rendered.Trajectory.Texts);
        Assert.Equal(rendered.Latent, ReplayOf(SamplerKind.EulerAncestral, guidance: 1).Run(Received(rendered.Trajectory)));
    }

    [Fact]
    public void Run_ForAPictureRenderedBesideOthers_EndsAtItsLatent()
    {
        var order = Pocket.Order with { Steps = Steps, Count = 2 };

        var second = pocket.Engine.Render(order, null, CancellationToken.None)[1];

        Assert.Equal(second.Latent, (ReplayOf(order.Sampler, order.Guidance) with { Seed = order.Seed + 1 }).Run(second.Trajectory));
    }

    [Fact]
    public void Run_UnderOtherSettings_EndsElsewhere()
    {
        var trajectory = Render(SamplerKind.Ddim, guidance: 4).Trajectory;
        var honest = ReplayOf(SamplerKind.Ddim, guidance: 4);

        Replay[] others = [honest with { Seed = 8 }, honest with { Guidance = 4.01f }, honest with { Sampler = SamplerKind.Euler }];

        Assert.All(others, other => Assert.NotEqual(honest.Run(trajectory), other.Run(trajectory)));
    }

    [Fact]
    public void Run_OverAnotherNumberOfEvaluations_Throws() =>
        Assert.Throws<ArgumentException>(() => ReplayOf(SamplerKind.Heun, guidance: 4).Run(new Trajectory(Steps, 2, 256)));

    /// <summary>What a referee does: each evaluation alone, from what the replay says it began with, gives what was recorded.</summary>
    [Theory]
    [MemberData(nameof(Samplers))]
    public void Evaluate_EachOfATrajectory_GivesItsOutputs(SamplerKind sampler)
    {
        var rendered = Render(sampler, guidance: 4);
        var latents = new List<float[]>();
        ReplayOf(sampler, guidance: 4).Run(rendered.Trajectory, view => latents.Add(view.Latent.ToArray()));

        for (var evaluation = latents.Count - 1; evaluation >= 0; evaluation--) // in no useful order
        {
            var answer = pocket.Engine.Evaluate(OrderOf(sampler, 4), evaluation, latents[evaluation], CancellationToken.None);
            Assert.Equal(rendered.Trajectory.BytesAt(evaluation).ToArray(), answer.Bytes.ToArray());
        }
    }

    [Fact]
    public void Follow_AnOrder_LeavesTheTrajectoryThatRenderingDoes() => Assert.Equal(
        Render(SamplerKind.EulerAncestral, guidance: 4).Trajectory.Bytes.ToArray(),
        pocket.Engine.Follow(OrderOf(SamplerKind.EulerAncestral, 4), null, CancellationToken.None).Bytes.ToArray());

    [Fact]
    public void ReplayOf_AnOrder_EndsAtTheLatentThatDecodesToItsPicture()
    {
        var (order, rendered) = (OrderOf(SamplerKind.DpmPlusPlus2MSde, 4), Render(SamplerKind.DpmPlusPlus2MSde, guidance: 4));

        var latent = pocket.Engine.ReplayOf(order).Run(rendered.Trajectory);

        Assert.Equal(rendered.Latent, latent);
        Assert.Equal(rendered.Picture.Pixels, pocket.Engine.Decode(order, latent, CancellationToken.None).Pixels);
        Assert.Throws<OrderException>(() => pocket.Engine.Decode(order, latent.AsSpan(1), CancellationToken.None));
    }

    [Theory]
    [InlineData(-1, 256)]
    [InlineData(Steps, 256)]
    [InlineData(0, 255)]
    public void Evaluate_OfWhatThereIsNot_IsRefused(int evaluation, int length) =>
        Assert.Throws<OrderException>(() => pocket.Engine.Evaluate(OrderOf(SamplerKind.Ddim, 4), evaluation, new float[length], CancellationToken.None));

    private static PictureOrder OrderOf(SamplerKind sampler, float guidance) => Pocket.Order with { Sampler = sampler, Guidance = guidance, Steps = Steps };

    private static Replay ReplayOf(SamplerKind sampler, float guidance) => new(Pocket.Order.Seed, sampler, Schedule, Steps, guidance);

    private static Trajectory Received(Trajectory sent) => Trajectory.Read(sent.Bytes, sent.Evaluations, sent.Texts, sent.Length)!;

    private RenderedPicture Render(SamplerKind sampler, float guidance) => pocket.Engine.Render(OrderOf(sampler, guidance), null, CancellationToken.None)[0];
}
