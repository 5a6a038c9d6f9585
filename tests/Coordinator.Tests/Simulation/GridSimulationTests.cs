using LaionGrid.Benchmarks.Simulation;

namespace LaionGrid.Coordinator.Tests.Simulation;

/// <summary>Half an hour around the peak of a grid a hundredth as large, with too few workers: the policies at work together.</summary>
public sealed class GridSimulationTests
{
    private static readonly SimulationSettings Crowded = new() { Workers = 500, PicturesPerDay = 100_000, Hours = 0.5, Bulk = 1_000 };

    [Fact]
    public void Run_WithOneSeed_IsTheSameEveryTime() => Assert.Equal(Run(Crowded), Run(Crowded));

    [Fact]
    public void Run_WithAnotherSeed_IsAnotherDay() => Assert.NotEqual(Run(Crowded).Submitted, Run(Crowded with { Seed = 2 }).Submitted);

    [Fact]
    public void Jobs_AreDoneOrStillOnTheirWay_AndNoneIsLost()
    {
        var simulation = new GridSimulation(Crowded);
        var report = simulation.Run();

        Assert.Equal(report.Submitted, report.Done + report.GivenUp + report.QueuedAtEnd + simulation.InWork);
        Assert.True(report.Done > 1_000 && report.MostQueued > 1_000, $"{report}");
    }

    /// <summary>A thousand pictures of one person queue behind everybody's first.</summary>
    [Fact]
    public void Newcomers_BesideAThousandPicturesOfOnePerson_HardlyWaitLonger()
    {
        var (beside, without) = (Run(Crowded).WaitOfNewcomersAtPeak, Run(Crowded with { Bulk = 0 }).WaitOfNewcomersAtPeak);

        Assert.InRange(beside.P90, 0, without.P90 + 5);
        Assert.True(beside.P99 < Run(Crowded).WaitOfBulk.P50, $"{beside}");
    }

    [Fact]
    public void Stragglers_WithSecondAttempts_KeepFewerPeopleWaiting()
    {
        var roomy = Crowded with { Workers = 5_000, Bulk = 0, Stragglers = 0.05 };

        var (with, without) = (Run(roomy), Run(roomy with { SecondAttempts = false }));

        Assert.True(with.Picture.P99 < 0.8 * without.Picture.P99, $"{with.Picture} against {without.Picture}");
        Assert.InRange(with.DoubledShare, 0.001, 0.3);
    }

    [Fact]
    public void Shares_OfThoseWhoHaveWorkWaiting_AreEven() => Assert.InRange(Run(Crowded with { Hours = 1.5 }).JainIndex!.Value, 0.9, 1);

    private static SimulationReport Run(SimulationSettings settings) => new GridSimulation(settings).Run();
}
