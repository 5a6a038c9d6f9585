using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Verification;
using LaionGrid.Coordinator.Verification.Trusting;

namespace LaionGrid.Coordinator.Tests.Verification;

public sealed class DriftPolicyTests
{
    private static readonly VerificationOptions Usual = new();

    /// <summary>As published: a shift of ten times is noticed at the third check, of 2.4 times at the fourteenth, of 1.6 times never.</summary>
    [Theory, InlineData(10, 3), InlineData(2.4, 14), InlineData(1.6, 0)]
    public void Alarm_AfterAShift_ComesAtTheCheckThatItsSizeGives(double times, int at)
    {
        var drift = Settled();

        var alarm = Enumerable.Range(1, 100).FirstOrDefault(_ => (drift = DriftPolicy.AfterPass(drift, [0.1 * times], Usual)).Watched > 0);

        Assert.Equal(at, alarm);
    }

    [Fact]
    public void Watching_AfterAnAlarm_EndsWhenAsManyAuditsHavePassed()
    {
        var drift = DriftPolicy.AfterPass(Settled(), [1, 1, 1], Usual);

        for (var left = Usual.WatchedAudits; left > 0; left--, drift = DriftPolicy.AfterPass(drift, [0.1], Usual))
            Assert.Equal(left, drift.Watched);
        Assert.Equal(0, drift.Watched);
    }

    /// <summary>Of a machine like the referee's the distance is nothing, and then it is something.</summary>
    [Fact]
    public void Alarm_FarBelowTheTolerance_NeverComes() => Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), distances =>
    {
        var drift = DriftPolicy.AfterPass(default, distances.Select(distance => distance / 255.0 * 0.01), Usual);

        Assert.Equal((0, 0.0), (drift.Watched, drift.Sum));
    }));

    /// <summary>What is usual is the worker's own: all of it ten or a hundred times as far away changes nothing.</summary>
    [Fact]
    public void Alarm_WhateverTheUnit_ComesTheSame() => Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<(byte[], bool)>(), one =>
    {
        var (distances, isFar) = one;
        var (near, far) = (default(Drift), default(Drift));
        foreach (var distance in distances.Select(distance => Math.Exp(distance * Math.PI / 200))) // no sum of these hits the alarm to the last digit, where rounding decides
        {
            (near, far) = (DriftPolicy.AfterPass(near, [distance], Usual), DriftPolicy.AfterPass(far, [distance * (isFar ? 128 : 16)], Usual));
            Assert.Equal((near.Seen, near.Watched), (far.Seen, far.Watched));
            Assert.True(near.Sum >= 0 && near.Sum <= Usual.DriftAlarm && near.Watched <= Usual.WatchedAudits);
            Assert.InRange(near.Sum - far.Sum, -1e-9, 1e-9);
        }
    }));

    /// <summary>A worker that differs by a quarter up and down, as honest ones do, is left alone for ever.</summary>
    [Fact]
    public void Alarm_OfHonestSpread_NeverComes() => Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), spread =>
    {
        var drift = DriftPolicy.AfterPass(Settled(), Enumerable.Repeat(spread, 20).SelectMany(one => one).Select(one => 0.1 * Math.Exp((one - 127.5) / 127.5 * 0.25)), Usual);

        Assert.Equal((0, 0.0), (drift.Watched, drift.Sum));
    }));

    private static Drift Settled() => DriftPolicy.AfterPass(default, Enumerable.Repeat(0.1, 200), Usual);
}
