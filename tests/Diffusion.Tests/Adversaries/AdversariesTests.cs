using LaionGrid.Arithmetic.Trajectories;
using LaionGrid.Benchmarks.Adversaries;
using LaionGrid.Benchmarks.Adversaries.Cheats;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Diffusion.Tests.Adversaries;

/// <summary>The laboratory in small: pictures of 64 x 64, one of each cheat. The benchmarks do it at the model's own size, often enough to count.</summary>
[Collection(Pocket.Collection)]
public sealed class AdversariesTests : IDisposable
{
    private const int Steps = 20;
    private const int Side = 64;
    private const double EnoughDb = 45;

    private static readonly PictureOrder Order = LaboratoryOrders.At(0, Steps, Side);

    private readonly Laboratory _laboratory = new();

    [Fact]
    public void Cheats_EachThatAltersSteps_AreFoundAtEveryStepButAFew()
    {
        var experiment = new Experiment(_laboratory, PocketTableTests.Table, Steps, Side);

        var figures = experiment.Cheat(pictures: 1).ToArray();

        Assert.True(figures.Length > 30);
        Assert.All(figures.Where(one => one.AlteredShare > 0), one => Assert.True(one.Caught["fp32"] >= 0.97, one.ToString()));
        Assert.All(figures.Where(one => one.AlteredShare == 0), one => Assert.True(one.WorstDb < EnoughDb, one.ToString())); // the decoder is all they save
        Assert.All(figures, one => Assert.Equal(one.Name == "stale picture" ? 1 : 0, one.Inexact)); // the others agree with the exact checks: they are up to date
    }

    /// <summary>A step drawn by chance would find it in one audit of twenty; the replay finds it in each.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(10)]
    public void Splice_InOneStep_StandsOutWhereItJumps(int at)
    {
        var order = LaboratoryOrders.At(0, Steps, side: 128);

        var examined = Examination.Of(_laboratory, PocketTableTests.Table, order, new Splice(_laboratory, at, over: 1).Run(order));

        Assert.True(examined.IsExact);
        Assert.NotEqual(default, examined.Steps[at].Why);
        Assert.True(PocketTableTests.Table.Classes[0].Exceeds(examined.Steps[at].Measured.Residual, examined.Steps[at].Measured.Timestep));
    }

    [Fact]
    public void HonestWorkers_OfEveryKind_AreNeverRejected()
    {
        var experiment = new Experiment(_laboratory, PocketTableTests.Table, Steps, Side);

        var workers = experiment.Compare(comparisons: 6 * Steps).ToArray();

        Assert.Equal(6, workers.Length);
        Assert.All(workers, one => Assert.True(one is { Rejected: 0, Steps: Steps }, one.ToString()));
        Assert.Contains(workers, one => one.RawMost > 0); // they do differ
    }

    /// <summary>The imitated cache must be the network itself when what was kept is the present, or what it shows would be its own faults.</summary>
    [Fact]
    public void CachingDenoiser_WhenWhatWasKeptIsThePresent_AnswersAsTheNetworkDoes()
    {
        var walk = new Walk(_laboratory, Order);
        walk.Take(0, walk.Ask(_laboratory.Referee, 0), isHonest: true);

        var claim = _laboratory.Caching.Ask(Order, walk.Sampler, 1, walk.Latent, (walk.Scaled(1), walk.TimestepAt(1)));

        var honest = walk.Ask(_laboratory.Referee, 1);
        Assert.All(honest.Texts.Zip(claim.Texts), pair => Assert.All(pair.First.Zip(pair.Second), values => Assert.Equal(values.First, values.Second, 2e-3)));
    }

    [Theory]
    [InlineData("tf32", 1e-4, 4e-3)]
    [InlineData("fp16", 2e-4, 1e-2)]
    [InlineData("8-bit weights", 2e-3, 1e-1)]
    [InlineData("4-bit weights", 5e-2, 1)]
    public void Variant_OfTheNetwork_LiesAsFarFromItAsItsBitsSay(string name, double least, double most)
    {
        var walk = new Walk(_laboratory, Order);

        var residual = LaionGrid.Arithmetic.Tolerances.Residuals.Between(Recorded(walk.Ask(_laboratory.Variant(name), 0)), 0, Recorded(walk.Ask(_laboratory.Referee, 0)), Order.Guidance);

        Assert.InRange(residual.Raw, least, most);
    }

    /// <summary>A worker that skips half of its steps saves just under half: texts and decoder remain.</summary>
    [Fact]
    public void Saved_ByHalfTheSteps_IsJustUnderHalf()
    {
        Assert.InRange(_laboratory.Compute.Saved(Order, 20, passes: 20, decodes: 1), 0.45, 0.4999);
        Assert.Equal(0, _laboratory.Compute.Saved(Order, 20, passes: 40, decodes: 1));
        Assert.InRange(_laboratory.Compute.Saved(Order, 20, passes: 40, decodes: 0), 0.02, 0.08);
    }

    public void Dispose() => _laboratory.Dispose();

    private static Trajectory Recorded(Claim claim)
    {
        var trajectory = new Trajectory(1, claim.Texts.Length, claim.Conditional.Length);
        claim.Record(trajectory, 0, Order.Guidance);
        return trajectory;
    }
}
