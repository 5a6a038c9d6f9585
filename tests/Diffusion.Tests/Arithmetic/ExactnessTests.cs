using System.Buffers.Binary;
using System.Security.Cryptography;
using LaionGrid.Arithmetic;
using LaionGrid.Arithmetic.Noise;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Schedules;

namespace LaionGrid.Diffusion.Tests.Arithmetic;

/// <summary>
/// The bit-equality contract: verification replays trajectories on other machines, so these hashes must hold on every one. A change
/// that moves one is a new engine version, never a new hash alone.
/// </summary>
public sealed class ExactnessTests
{
    [Theory]
    [InlineData(7, 1_048_576, "1a1c1740e28ebfc0bf62807229b4cafbd230169b01239dcba5f3b5df7ae833b8")]
    [InlineData(4294967295, 100_003, "f1b1497b10d314a46fdb63716673e69b9a3b3f87f9ad3b0d8ea98cd78f9a2b9f")]
    [InlineData(7, 15, "e8fe4bd30d2a1e6707f201ce1953551c14d950b51bda01acc49184b1107cbc27")]
    public void Noise_OfASeed_IsTheSameBitsEverywhere(long seed, int count, string hash)
    {
        var noise = new float[count];

        new TorchNoise(seed).Fill(noise);

        Assert.Equal(hash, HashOf(noise));
    }

    [Theory]
    [InlineData(SamplerKind.Ddim, PredictionType.Epsilon, TimestepSpacing.Leading, "8bdb696cfe4cb0532a53b6735f4f01d1b70ebded3b95f96ef327b9fb54b71e8f")]
    [InlineData(SamplerKind.Ddim, PredictionType.Velocity, TimestepSpacing.Trailing, "2cf7fff28c10647c81d8037597405ca6527c825dd2a6eb5d9be14c7f5a122f73")]
    [InlineData(SamplerKind.Euler, PredictionType.Epsilon, TimestepSpacing.Linspace, "91a9b4b4964fb9aa59329f6e09b1bdfa05e69206c992be75e76d3171e4c87c0c")]
    [InlineData(SamplerKind.Euler, PredictionType.Velocity, TimestepSpacing.Leading, "516ed9972ef4627c2decaf755d8a64da2a9095375b4bdf6a232d65794274c2cb")]
    [InlineData(SamplerKind.DpmPlusPlus2M, PredictionType.Epsilon, TimestepSpacing.Linspace, "2afa5b81c188fd5ab2e8dce6f2fbe6d98e468b755114de038c0e1536a0f56558")]
    [InlineData(SamplerKind.DpmPlusPlus2M, PredictionType.Velocity, TimestepSpacing.Leading, "51e890b7703cfbb91b52c17493c65f963901c608f07e058df419fb02531b3eb2")]
    public void Trajectory_OfASampler_IsTheSameBitsEverywhere(SamplerKind kind, PredictionType prediction, TimestepSpacing spacing, string hash)
    {
        var sample = new float[4096];
        new TorchNoise(1).Fill(sample);

        DummyRun.Run(kind, new() { Prediction = prediction, Spacing = spacing }, 25, sample);

        Assert.Equal(hash, HashOf(sample));
    }

    public static TheoryData<SamplerKind, ScheduleOptions, int, string> Trajectories => new()
    {
        { SamplerKind.Pndm, new(), 0, "a3b48da1ffac5de080c1637a48260cc5f1b79dbe7b7301957c1c96ec74ab092a" },
        { SamplerKind.Pndm, new() { Prediction = PredictionType.Velocity, Spacing = TimestepSpacing.Linspace, SkipPrkSteps = false }, 0, "a923dbea48d1b4ef7587e6dd07c39beb366dc282b894f823eb930e5ef9cbbbe4" },
        { SamplerKind.EulerAncestral, new(), 0, "1baeb91c2d1d06fb258e268546faf84de1d406df15a626086650b0c7fe4ff74c" },
        { SamplerKind.EulerAncestral, new() { Prediction = PredictionType.Velocity, Spacing = TimestepSpacing.Trailing, RescaleZeroSnr = true }, 0, "ff18ca9832e2b72cbb0806c77ba970bfab17a5091f8a64214a120586ded8a2b4" },
        { SamplerKind.Heun, new(), 0, "5f0208d0cc4716a171f53d6360747a4bfd5668c5e8ec64282fa8a07d7a61688a" },
        { SamplerKind.Heun, new() { Sigmas = SigmaSpacing.Karras, Prediction = PredictionType.Velocity }, 0, "bebef8db09ed094e243ec33da9eb6a8d48f37c9db54a20c0e3bb22c3ce53aca2" },
        { SamplerKind.DpmPlusPlus2MSde, new(), 0, "ec44e4956bad91670c4692cab62d4dc84a473bc86f7c658f59c77bf312215bc6" },
        { SamplerKind.DpmPlusPlus2MSde, new() { Sigmas = SigmaSpacing.Karras, SolverType = SolverType.Heun }, 0, "05571e098e8493ba873f26755142f65b4436af63e0d11f34703e319175b7e411" },
        { SamplerKind.UniPc, new(), 0, "595a550bd5994bb1a6181930e887186e10780ac97f8b129fafae4ac7beeccd29" },
        { SamplerKind.UniPc, new() { Sigmas = SigmaSpacing.Exponential, SolverType = SolverType.Bh1, Prediction = PredictionType.Velocity }, 0, "7e62c6c430d7d060f7030e70c50c1efa1601e8da59a9a61c35e9ad48a6237eea" },
        { SamplerKind.Lcm, new(), 0, "6eaac525ba4715c0166167492ed280d6da98cd80b91832cfdc7214119f77f784" },
        { SamplerKind.Ddim, new() { BetaSchedule = BetaSchedule.SquaredCosine, Prediction = PredictionType.Sample, ClipSample = true }, 10, "d132da136c4cff0ffc60e6571ace415d042290fbe574fbece667f9301bbf99a7" },
        { SamplerKind.Euler, new() { Sigmas = SigmaSpacing.Exponential, FinalSigma = FinalSigma.Smallest }, 10, "e3e5ef0ae93b5cfa3d89b918a6dc85778e95323a88074fae71808efe3173a7f5" },
        { SamplerKind.DpmPlusPlus2M, new() { Sigmas = SigmaSpacing.Karras }, 10, "f03c63ba431c48c64b617bdccc1eaa74267f56f48ea478ce8341cd149578809f" },
    };

    [Theory]
    [MemberData(nameof(Trajectories))]
    public void Trajectory_UnderItsOptions_IsTheSameBitsEverywhere(SamplerKind kind, ScheduleOptions options, int first, string hash)
    {
        var (sample, noise) = (new float[4099], new float[4099]); // three past a whole number of blocks: the noise has a tail
        var stream = new TorchNoise(1);
        stream.Fill(sample);
        stream.Fill(noise);
        var sampler = Sampler.Create(kind, new NoiseSchedule(options), new() { Steps = 25, FirstStep = first }, sample.Length, stream);

        sampler.AddNoise(0, sample, noise, sample);
        DummyRun.Take(sampler, sample);

        Assert.Equal(hash, HashOf(sample));
    }

    [Fact]
    public void Guidance_OfTwoDraws_IsTheSameBitsEverywhere()
    {
        var draws = new float[2048];
        new TorchNoise(2).Fill(draws);

        Guidance.Apply(draws.AsSpan(0, 1024), draws.AsSpan(1024), 7.5, draws.AsSpan(0, 1024));

        Assert.Equal("217b134fef1943a7e6a349f9cb5d192d308055d0f0fd0071b7c449aa98033c73", HashOf(draws));
    }

    private static string HashOf(float[] values)
    {
        var bytes = new byte[values.Length * sizeof(float)];
        for (var index = 0; index < values.Length; index++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(index * sizeof(float)), values[index]);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
