using LaionGrid.Arithmetic.Trajectories;

namespace LaionGrid.Diffusion.Tests.Trajectories;

public sealed class TrajectoryTests
{
    [Fact]
    public void Record_RoundsTheOutputAsItIsKept()
    {
        var trajectory = new Trajectory(2, 2, 3);
        float[] output = [1 / 3f, -70_000, 1e-9f];

        trajectory.Record(1, 1, output);

        var kept = new float[3];
        trajectory.CopyTo(1, 1, kept);
        Assert.Equal(kept, output);
        Assert.Equal([0.33325195f, float.NegativeInfinity, 0], output);
    }

    [Fact]
    public void Bytes_AreTheOutputsInTheirOrder_AsLittleEndianHalves()
    {
        var trajectory = new Trajectory(2, 2, 1);
        foreach (var (evaluation, text, value) in ((int, int, float)[])[(0, 0, 1), (0, 1, 2), (1, 0, -1), (1, 1, 0.5f)])
            trajectory.Record(evaluation, text, (float[])[value]);

        Assert.Equal("003C004000BC0038", Convert.ToHexString(trajectory.Bytes));
        Assert.Equal("00BC0038", Convert.ToHexString(trajectory.BytesAt(1)));
    }

    [Fact]
    public void Read_OfWhatWasRecorded_IsTheSame()
    {
        var trajectory = Some(evaluations: 3, texts: 2, length: 5);

        var read = Trajectory.Read(trajectory.Bytes, 3, 2, 5);

        Assert.Equal(trajectory.Bytes.ToArray(), read!.Bytes.ToArray());
    }

    [Theory]
    [InlineData(59)]
    [InlineData(61)]
    [InlineData(0)]
    public void Read_OfAnotherLength_IsNone(int bytes) => Assert.Null(Trajectory.Read(new byte[bytes], 3, 2, 5));

    [Theory]
    [InlineData("007C")] // infinity
    [InlineData("00FC")]
    [InlineData("007E")] // no number
    [InlineData("01FC")]
    public void Read_WithANumberThatIsNone_IsNone(string half)
    {
        var bytes = Some(3, 2, 5).Bytes.ToArray();
        Convert.FromHexString(half).CopyTo(bytes, 58);

        Assert.Null(Trajectory.Read(bytes, 3, 2, 5));
    }

    [Fact]
    public void BytesOf_AHugeTrajectory_DoesNotOverflow() => Assert.Equal(2L * 1000 * 2 * 16_777_216, Trajectory.BytesOf(1000, 2, 16_777_216));

    internal static Trajectory Some(int evaluations, int texts, int length)
    {
        var (trajectory, random) = (new Trajectory(evaluations, texts, length), new Random(1));
        for (var evaluation = 0; evaluation < evaluations; evaluation++)
        {
            for (var text = 0; text < texts; text++)
                trajectory.Record(evaluation, text, [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 4) - 2)]);
        }
        return trajectory;
    }
}
