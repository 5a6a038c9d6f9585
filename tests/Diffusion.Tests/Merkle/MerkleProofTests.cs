using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Arithmetic.Merkle;

namespace LaionGrid.Diffusion.Tests.Merkle;

public sealed class MerkleProofTests
{
    private const int Most = 700; // three tiles of leaves, and a second level

    private static readonly IReadOnlyList<MerkleHash> Leaves = PlainTree.Leaves(Most);
    private static readonly PlainTree Plain = new(Leaves);

    /// <summary>The leaves and roots of the reference implementation of RFC 6962.</summary>
    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void Root_OfTheReferenceLeaves_IsTheReferenceRoot(int size, string hex)
    {
        string[] contents = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
        var tree = new GrowingTree();
        foreach (var content in contents.Take(size))
            tree.Add(MerkleHash.OfLeaf(Convert.FromHexString(content)));

        Assert.Equal(MerkleHash.Read(Convert.FromHexString(hex)), tree.Root);
    }

    [Fact]
    public void Roots_HoweverLeavesCome_AreThoseOfTheDefinition()
    {
        var (growing, edge, random) = (new GrowingTree(), new TreeEdge(), new Random(7));
        while (edge.Size < Most)
        {
            var more = (int)Math.Min(random.Next(0, 300), Most - edge.Size);
            edge.Add([.. Leaves.Skip((int)edge.Size).Take(more)]);
            while (growing.Size < edge.Size)
                growing.Add(Leaves[(int)growing.Size]);
            Assert.Equal(Plain.Root((int)edge.Size), growing.Root);
            Assert.Equal(Plain.Root((int)edge.Size), edge.Root);
        }
    }

    [Fact]
    public async Task Proofs_FromTiles_AreThoseOfTheDefinition_AndCheck()
    {
        var random = new Random(11);
        for (var time = 0; time < 200; time++)
        {
            var size = random.Next(1, Most + 1);
            var (tree, root, index, oldSize) = (TreeOf(size), Plain.Root(size), random.Next(size), random.Next(size + 1));

            var (included, consistent) = (await tree.ProveInclusionAsync(index), await tree.ProveConsistencyAsync(oldSize));

            Assert.Equal(Plain.Inclusion(index, size), included);
            Assert.Equal(Plain.Consistency(oldSize, size), consistent);
            Assert.True(MerkleProof.IsIncluded(index, size, Leaves[index], included!, root));
            Assert.True(MerkleProof.IsConsistent(oldSize, Plain.Root(oldSize), size, root, consistent!));
        }
    }

    /// <summary>Another leaf, place, size, root or step: none is taken.</summary>
    [Fact]
    public void Inclusion_WhenAnythingIsOfAnother_IsNot() => Prop.ForAll(Gen.Choose(2, Most).Three().ToArbitrary(), three =>
    {
        var (size, index) = (three.Item1, three.Item2 % three.Item1);
        var (proof, root, other) = (Plain.Inclusion(index, size), Plain.Root(size), MerkleHash.OfLeaf([1]));
        var step = three.Item3 % proof.Count;
        Assert.True(MerkleProof.IsIncluded(index, size, Leaves[index], proof, root));
        Assert.False(MerkleProof.IsIncluded(index, size, other, proof, root));
        Assert.False(MerkleProof.IsIncluded(index, size, Leaves[index], proof, other));
        Assert.False(MerkleProof.IsIncluded((index + 1) % size, size, Leaves[index], proof, root));
        Assert.False(MerkleProof.IsIncluded(index, size, Leaves[index], [.. proof.Take(step), other, .. proof.Skip(step + 1)], root));
        Assert.False(MerkleProof.IsIncluded(index, size, Leaves[index], [.. proof, other], root));
        Assert.False(MerkleProof.IsIncluded(index, size, Leaves[index], [.. proof.SkipLast(1)], root));
        Assert.False(MerkleProof.IsIncluded(-1, size, Leaves[index], proof, root) || MerkleProof.IsIncluded(size, size, Leaves[index], proof, root));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Consistency_WhenALeafWasRewritten_IsNot() => Prop.ForAll(Gen.Choose(2, Most).Three().ToArbitrary(), three =>
    {
        var (size, oldSize) = (three.Item1, 1 + three.Item2 % (three.Item1 - 1));
        var rewritten = Leaves.ToArray();
        rewritten[three.Item3 % oldSize] = MerkleHash.OfLeaf([1]);
        var forged = new PlainTree(rewritten);
        Assert.True(MerkleProof.IsConsistent(oldSize, Plain.Root(oldSize), size, Plain.Root(size), Plain.Consistency(oldSize, size)));
        Assert.False(MerkleProof.IsConsistent(oldSize, Plain.Root(oldSize), size, forged.Root(size), forged.Consistency(oldSize, size)));
        Assert.False(MerkleProof.IsConsistent(oldSize, Plain.Root(oldSize), size, forged.Root(size), Plain.Consistency(oldSize, size)));
        Assert.False(MerkleProof.IsConsistent(size, Plain.Root(size), oldSize, Plain.Root(oldSize), Plain.Consistency(oldSize, size)));
        Assert.False(MerkleProof.IsConsistent(oldSize, Plain.Root(oldSize), size, Plain.Root(size), []));
        Assert.False(MerkleProof.IsConsistent(0, Plain.Root(1), size, Plain.Root(size), []));
    }).QuickCheckThrowOnFailure();

    /// <summary>Whatever a stranger sends, the answer is no, and comes at once.</summary>
    [Fact]
    public void Proofs_OfRubbish_AreNot() => Prop.ForAll(
        (from size in Gen.Elements(0L, 1, 2, 700, long.MaxValue) from other in Gen.Elements(-1L, 0, 1, 699, long.MaxValue) from length in Gen.Choose(0, 70) select (size, other, length)).ToArbitrary(), rubbish =>
    {
        var proof = PlainTree.Leaves(rubbish.length, seed: 3);
        Assert.False(MerkleProof.IsIncluded(rubbish.other, rubbish.size, Leaves[0], proof, Leaves[1]));
        Assert.False(MerkleProof.IsConsistent(rubbish.other, Leaves[0], rubbish.size, Leaves[1], proof));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Proof_WhenATileIsMissing_IsNone()
    {
        var tree = new TiledTree(Most, _ => Task.FromResult<IReadOnlyList<MerkleHash>?>(null));

        Assert.Null(await tree.ProveInclusionAsync(5));
        Assert.Null(await tree.ProveConsistencyAsync(5));
    }

    [Fact]
    public void Edge_OfATreeThatExists_GoesOnAsTheFirst()
    {
        var first = new TreeEdge();
        var tiles = first.Add([.. Leaves.Take(600)]).ToDictionary(tile => (tile.Name.Level, tile.Name.Index), tile => tile.Hashes);

        var second = TreeEdge.Of(600, name => tiles.GetValueOrDefault((name.Level, name.Index)))!;
        second.Add([.. Leaves.Skip(600)]);

        Assert.Equal(Plain.Root(Most), second.Root);
        Assert.Null(TreeEdge.Of(599, name => tiles.GetValueOrDefault((name.Level, name.Index))));
        Assert.Null(TreeEdge.Of(600, _ => null));
    }

    private static TiledTree TreeOf(int size)
    {
        var tiles = new TreeEdge().Add([.. Leaves.Take(size)]).ToDictionary(tile => tile.Name, tile => tile.Hashes);
        return new(size, name => Task.FromResult(tiles.GetValueOrDefault(name)));
    }
}
