using LaionGrid.Arithmetic.Tolerances;
using LaionGrid.Arithmetic.Trajectories;

namespace LaionGrid.Diffusion.Tests.Tolerances;

public sealed class ResidualsTests
{
    [Fact]
    public void Between_EqualOutputs_IsNothing()
    {
        var trajectory = Of([3, 4], [1, 2]);

        Assert.Equal(new StepResidual(0, 0, 4), Residuals.Between(trajectory, 0, trajectory, 4));
    }

    [Fact]
    public void Between_OutputsApart_IsTheirDistanceOverTheAnswer()
    {
        var (claimed, answer) = (Of([3, 4], [1, 3]), Of([3, 4], [0, 2]));

        var residual = Residuals.Between(claimed, 0, answer, 2);

        Assert.Equal(Math.Sqrt(2) / 2, residual.Raw, 1e-12); // (1, 1) of (0, 2): the larger of the two texts
        Assert.Equal(Math.Sqrt(8 / 9.0), residual.Guided, 1e-12); // guided (-1, 2) and (-3, 0)
    }

    [Fact]
    public void Between_OneText_IsGuidedByNothing()
    {
        var residual = Residuals.Between(Of([3, 5]), 0, Of([3, 4]), 7);

        Assert.Equal(new StepResidual(0.2, 0.2, 1), residual);
    }

    [Fact]
    public void Between_AnAnswerOfZeros_IsInfinite() => Assert.Equal(double.PositiveInfinity, Residuals.Between(Of([1, 0]), 0, Of([0, 0]), 1).Raw);

    [Fact]
    public void Between_ALaterEvaluation_LooksAtThatOne()
    {
        var claimed = new Trajectory(2, 1, 2);
        claimed.Record(1, 0, new float[] { 3, 5 });

        Assert.Equal(0.2, Residuals.Between(claimed, 1, Of([3, 4]), 1).Raw);
    }

    [Fact]
    public void Between_AnAnswerOfAnotherForm_Throws()
    {
        Assert.Throws<ArgumentException>(() => Residuals.Between(Of([1, 2]), 0, Of([1, 2], [1, 2]), 1));
        Assert.Throws<ArgumentException>(() => Residuals.Between(Of([1, 2]), 0, Of([1, 2, 3]), 1));
        Assert.Throws<ArgumentException>(() => Residuals.Between(Of([1, 2]), 0, new Trajectory(2, 1, 2), 1));
    }

    private static Trajectory Of(params float[][] texts)
    {
        var trajectory = new Trajectory(1, texts.Length, texts[0].Length);
        for (var text = 0; text < texts.Length; text++)
            trajectory.Record(0, text, texts[text]);
        return trajectory;
    }
}
