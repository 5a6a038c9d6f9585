using LaionGrid.Arithmetic.Noise;

namespace LaionGrid.Diffusion.Tests.Arithmetic;

public sealed class Mt19937Tests
{
    /// <summary>The first outputs of the authors' mt19937ar.c under its default seed.</summary>
    [Fact]
    public void Next_WithTheDefaultSeed_GivesThePublishedOutputs()
    {
        var bits = new Mt19937(5489);

        Assert.Equal([3499211612u, 581869302u, 3890346734u, 3586334585u, 545404204u], Enumerable.Range(0, 5).Select(_ => bits.Next()));
    }

    /// <summary>The C++ standard fixes this value: [rand.predef], mt19937.</summary>
    [Fact]
    public void Next_ForTheTenThousandthTime_GivesTheStandardsValue()
    {
        var bits = new Mt19937(5489);

        for (var draw = 1; draw < 10_000; draw++)
            bits.Next();
        Assert.Equal(4123659995u, bits.Next());
    }

    [Fact]
    public void Next_WithASeedBeyond32Bits_CountsTheLow32Alone() => Assert.Equal(new Mt19937(7).Next(), new Mt19937((5L << 32) + 7).Next());
}
