using System.Security.Cryptography;
using LaionGrid.Arithmetic.Trajectories;

namespace LaionGrid.Diffusion.Tests.Trajectories;

public sealed class CommitmentTests
{
    private const int Evaluations = 3;

    private static readonly byte[] Nonce = [.. Enumerable.Range(1, Commitment.NonceBytes).Select(value => (byte)value)];
    private static readonly byte[] Picture = SHA256.HashData("picture"u8);
    private static readonly float[] Latent = [1, 2, 3, 4, 5];

    /// <summary>The format is a promise to every worker: another hash here is another protocol. This one was worked out by hand, from what work.proto says.</summary>
    [Fact]
    public void Root_OfAKnownTrajectory_IsPinned()
    {
        var commitment = Make(trajectory: new Trajectory(Evaluations, 2, 5));

        Assert.Equal(Commitment.BytesOf(Evaluations), commitment.Length);
        Assert.Equal("34df7693a4c222ed212f987238e02fddfa596b1eaa7adff909e815368ddc8dbc", Convert.ToHexStringLower(Commitment.Root(commitment)));
    }

    [Fact]
    public void Make_WithOneBitOfAnOutputChanged_DiffersInItsLeafAlone()
    {
        var bytes = Some().Bytes.ToArray();
        bytes[22] ^= 1; // of the second evaluation's 20 bytes

        Assert.Equal([1], Differing(Make(trajectory: Trajectory.Read(bytes, Evaluations, 2, 5))));
    }

    [Fact]
    public void Make_ForAnotherAttempt_DiffersInEveryLeaf() => Assert.Equal([0, 1, 2, 3], Differing(Make(nonce: [.. Nonce.Reverse()])));

    [Fact]
    public void Make_ForAnotherPictureOrLatent_DiffersInTheLastLeaf()
    {
        Assert.Equal([3], Differing(Make(picture: SHA256.HashData("another"u8))));
        Assert.Equal([3], Differing(Make(latent: [1, 2, 3, 4, 6])));
    }

    /// <summary>Leaves know their place: two equal outputs do not give two equal leaves, so none can stand in for another.</summary>
    [Fact]
    public void Make_OfEqualOutputs_GivesUnequalLeaves() =>
        Assert.Equal(Evaluations + 1, Make(trajectory: new Trajectory(Evaluations, 2, 5)).Chunk(Commitment.LeafBytes).Select(Convert.ToHexString).Distinct().Count());

    [Fact]
    public void Make_WithoutAWholeNonce_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => Make(nonce: new byte[15]));

    private static Trajectory Some() => TrajectoryTests.Some(Evaluations, 2, 5);

    private static byte[] Make(byte[]? nonce = null, Trajectory? trajectory = null, float[]? latent = null, byte[]? picture = null) =>
        Commitment.Make(nonce ?? Nonce, trajectory ?? Some(), latent ?? Latent, picture ?? Picture);

    private static IEnumerable<int> Differing(byte[] commitment)
    {
        var (one, other) = (Make().Chunk(Commitment.LeafBytes).ToList(), commitment.Chunk(Commitment.LeafBytes).ToList());
        return Enumerable.Range(0, one.Count).Where(leaf => !one[leaf].SequenceEqual(other[leaf]));
    }
}
