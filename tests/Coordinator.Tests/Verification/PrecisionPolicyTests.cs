using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Arithmetic.Tolerances;
using LaionGrid.Coordinator.Verification.Trusting;

namespace LaionGrid.Coordinator.Tests.Verification;

public sealed class PrecisionPolicyTests
{
    private static readonly ToleranceTable Table = new()
    {
        Version = 1, BundleId = "b", BundleVersion = 1, EngineVersion = "1", Reference = "r", Plausibility = [],
        Classes = [ClassOf("fp16", 4e-3, "DirectML"), ClassOf("fp32", 1e-3, "CPU", "CUDA"), ClassOf("coarse", 1e-1, "Odd")],
    };

    [Theory]
    [InlineData("CPU", "", true, "fp32"), InlineData("DirectML", "", true, "fp16"), InlineData("Unknown", "", true, "coarse")] // while it is measured
    [InlineData("DirectML", "fp32", true, "fp32"), InlineData("Unknown", "fp16", true, "fp16")]
    [InlineData("DirectML", "", false, "fp16"), InlineData("Unknown", "", false, "fp32")] // nothing is measured here
    [InlineData("CPU", "gone", true, "coarse")]
    public void Of_AProvider_IsWhatWasMeasuredBeforeWhatItSays(string provider, string measured, bool isMeasured, string name) =>
        Assert.Equal(name, PrecisionPolicy.Of(Table, provider, measured, isMeasured).Name);

    [Theory]
    [InlineData("coarse", 1e-4, "fp32"), InlineData("coarse", 5e-4, "fp32"), InlineData("coarse", 5.1e-4, "fp16"), InlineData("coarse", 2.1e-3, "coarse"), InlineData("coarse", 6e-2, null)]
    [InlineData("fp32", 5e-4, "fp32"), InlineData("fp32", 6e-4, null), InlineData("fp16", 1e-4, "fp32")]
    public void Measure_OfSteadyResiduals_IsTheTightestThatHoldsThemWithRoom(string bound, double residual, string? name) =>
        Assert.Equal(name, PrecisionPolicy.Measure(Table, PrecisionPolicy.Named(Table, bound), [new(1, residual), new(999, residual)])?.Name);

    /// <summary>Whatever it hands in, nobody is held to a wider class than it was bound to, and who computes more coarsely never to a tighter one.</summary>
    [Fact]
    public void Measure_OfAnything_StaysWithinItsBoundAndNeverRewardsCoarseness() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<(NonEmptyArray<byte> Exponents, byte Bound, byte Factor)>(), canaries =>
        {
            var bound = Table.Classes[canaries.Bound % Table.Classes.Count];
            MeasuredStep[] fine = [.. canaries.Exponents.Get.Select((exponent, index) => new MeasuredStep(index * 37 % 1000, Math.Pow(2, -(exponent % 16))))];
            MeasuredStep[] coarse = [.. fine.Select(step => step with { Raw = step.Raw * (1 + canaries.Factor) })];

            var (one, other) = (PrecisionPolicy.Measure(Table, bound, fine), PrecisionPolicy.Measure(Table, bound, coarse));

            Assert.True(one is null || TauOf(one) <= TauOf(bound));
            Assert.True(other is null || (one is not null && TauOf(one) <= TauOf(other)));
        }));

    private static double TauOf(PrecisionClass one) => one.RawTau(1);

    private static PrecisionClass ClassOf(string name, double tau, params string[] providers) => new()
    {
        Name = name, Providers = providers, Guidance = 4, Margin = 3,
        Bins = [.. TimestepBins.Bounds(1000).Select(below => new ToleranceBin(below, 1, new(0, 0.1, tau), new(0, 0.1, 10 * tau)))],
    };
}
