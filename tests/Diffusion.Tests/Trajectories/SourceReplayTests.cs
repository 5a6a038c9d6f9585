using LaionGrid.Arithmetic;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Trajectories;
using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Diffusion.Tests.Trajectories;

/// <summary>Pictures that begin from others, gone over again: what the encoder made of the source is believed as outputs are, and all else follows.</summary>
[Collection(Pocket.Collection)]
public sealed class SourceReplayTests(Pocket pocket)
{
    private const int Steps = 6;
    private const int Side = 64;

    public static TheoryData<SamplerKind, double, bool> Kinds
    {
        get
        {
            var kinds = new TheoryData<SamplerKind, double, bool>();
            foreach (var sampler in Enum.GetValues<SamplerKind>())
            {
                kinds.Add(sampler, 0.5, false);
                kinds.Add(sampler, 0.5, true);
                kinds.Add(sampler, 1, true);
            }
            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Run_OverARenderedTrajectory_EndsAtItsLatentBitForBit(SamplerKind sampler, double strength, bool isMasked)
    {
        var order = OrderOf(sampler, strength, isMasked);
        var rendered = Render(order);

        var latent = ReplayOf(order).Run(Received(rendered.Trajectory));

        Assert.Equal(rendered.Latent, latent);
    }

    /// <summary>What a referee does: the encoding, each evaluation and the decoding alone give what was recorded.</summary>
    [Theory]
    [InlineData(SamplerKind.Ddim, false)]
    [InlineData(SamplerKind.Euler, true)]
    [InlineData(SamplerKind.DpmPlusPlus2M, true)]
    public void Evaluate_EachOfATrajectory_GivesItsOutputs(SamplerKind sampler, bool isMasked)
    {
        var order = OrderOf(sampler, 0.5, isMasked);
        var rendered = Render(order);
        var latents = new List<float[]>();
        var final = ReplayOf(order).Run(rendered.Trajectory, view => latents.Add(view.Latent.ToArray()));

        Assert.Equal(3, latents.Count);
        Assert.Equal(rendered.Trajectory.ReadSource(), pocket.Engine.EncodeSource(order, CancellationToken.None));
        for (var evaluation = latents.Count - 1; evaluation >= 0; evaluation--)
            Assert.Equal(rendered.Trajectory.BytesAt(evaluation).ToArray(), pocket.Engine.Evaluate(order, evaluation, latents[evaluation], CancellationToken.None).Bytes.ToArray());
        Assert.Equal(rendered.Picture.Pixels, pocket.Engine.Decode(order, final, CancellationToken.None).Pixels);
    }

    [Fact]
    public void Run_UnderAnotherStrengthMaskOrSource_EndsElsewhere()
    {
        var order = OrderOf(SamplerKind.Ddim, 0.5, isMasked: true);
        var trajectory = Render(order).Trajectory;
        var honest = ReplayOf(order);

        Assert.NotEqual(honest.Run(trajectory), (honest with { Anew = null }).Run(trajectory));
        Assert.NotEqual(honest.Run(trajectory), (honest with { Seed = 8 }).Run(trajectory));
        Assert.NotEqual(honest.Run(trajectory), honest.Run(WithAnotherSource(trajectory)));
        Assert.Throws<ArgumentException>(() => (honest with { Strength = 1 }).Run(trajectory));
    }

    /// <summary>The source's latent has a leaf of its own before all others; a list for it serves no picture from noise.</summary>
    [Fact]
    public void Commitment_OfATrajectoryWithASource_BindsItToo()
    {
        var (rendered, nonce, picture) = (Render(OrderOf(SamplerKind.Ddim, 0.5, isMasked: false)), new byte[16], new byte[32]);
        var leaves = Commitment.Make(nonce, rendered.Trajectory, rendered.Latent, picture);
        var other = WithAnotherSource(rendered.Trajectory);

        Assert.Equal(Commitment.BytesOf(4), leaves.Length);
        Assert.True(Commitment.Binds(leaves, nonce, rendered.Trajectory));
        Assert.True(Commitment.Binds(leaves, nonce, rendered.Latent, picture));
        Assert.False(Commitment.Binds(leaves, nonce, other));
        Assert.Equal([0], Differing(leaves, Commitment.Make(nonce, other, rendered.Latent, picture)));
    }

    [Fact]
    public void Read_OfATrajectory_KnowsWhetherItHasASource()
    {
        var trajectory = Render(OrderOf(SamplerKind.Ddim, 0.5, isMasked: false)).Trajectory;

        Assert.True(trajectory.HasSource);
        Assert.Null(Trajectory.Read(trajectory.Bytes, trajectory.Evaluations, trajectory.Texts, trajectory.Length));
        Assert.Equal(trajectory.ReadSource(), Received(trajectory).ReadSource());
        Assert.Empty(trajectory.At(0).ReadSource());
        Assert.Throws<InvalidOperationException>(() => trajectory.At(0).RecordSource(new float[trajectory.Length]));
    }

    private static Trajectory WithAnotherSource(Trajectory trajectory)
    {
        var other = Received(trajectory);
        other.RecordSource(Array.ConvertAll(trajectory.ReadSource(), value => value * 1.01f));
        return other;
    }

    private PictureOrder OrderOf(SamplerKind sampler, double strength, bool isMasked)
    {
        var mask = new Mask(Side, Side, [.. Enumerable.Range(0, Side * Side).Select(pixel => (byte)(pixel % Side < Side / 2 ? 255 : pixel % 7 == 0 ? 60 : 0))]);
        var source = pocket.Engine.Render(Pocket.Order with { Seed = 3 }, null, CancellationToken.None)[0].Picture;
        return Pocket.Order with { Sampler = sampler, Steps = Steps, Source = new(source) { Strength = strength, Mask = isMasked ? mask : null } };
    }

    private static Replay ReplayOf(PictureOrder order) => new(order.Seed, order.Sampler, SchedulerConfig.Read(Pocket.Folder).Noise, order.Steps, order.Guidance)
    {
        Strength = order.Source?.Strength ?? 1,
        Anew = order.Source?.Mask is { } mask ? PaintMask.CellsOf(mask.Values, Side, 8) : null,
    };

    private RenderedPicture Render(PictureOrder order) => pocket.Engine.Render(order, null, CancellationToken.None)[0];

    private static Trajectory Received(Trajectory sent) => Trajectory.Read(sent.Bytes, sent.Evaluations, sent.Texts, sent.Length, sent.HasSource)!;

    private static IEnumerable<int> Differing(byte[] one, byte[] other) => Enumerable.Range(0, one.Length / Commitment.LeafBytes)
        .Where(leaf => !one.AsSpan(leaf * Commitment.LeafBytes, Commitment.LeafBytes).SequenceEqual(other.AsSpan(leaf * Commitment.LeafBytes, Commitment.LeafBytes)));
}
