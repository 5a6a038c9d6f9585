using System.Buffers.Binary;
using System.Security.Cryptography;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Verification.Drawing;

namespace LaionGrid.Coordinator.Tests.Verification;

public sealed class LotteryTests
{
    private static readonly byte[] Secret = [1, 2, 3];
    private static readonly byte[] Commitment = new byte[21 * 32];

    [Fact]
    public void IsDrawn_AtARate_DrawsAboutThatShare()
    {
        var drawn = Attempts(10_000).Count(attempt => Lottery.IsDrawn(Lottery.Ticket(Secret, attempt), Commitment, 0.1));

        // Ten standard deviations of the binomial.
        Assert.InRange(drawn, 700, 1300);
    }

    [Fact]
    public void IsDrawn_AtRateOne_DrawsEverything() =>
        Assert.All(Attempts(1000), attempt => Assert.True(Lottery.IsDrawn(Lottery.Ticket(Secret, attempt), Commitment, 1)));

    /// <summary>Who has ticket and commitment can draw again with what any language has: the first 53 bits of HKDF-SHA-256.</summary>
    [Fact]
    public void IsDrawn_IsWhatHkdfSays()
    {
        foreach (var attempt in Attempts(200))
        {
            var ticket = Lottery.Ticket(Secret, attempt);
            var lot = HKDF.Expand(HashAlgorithmName.SHA256, HKDF.Extract(HashAlgorithmName.SHA256, ticket, SHA256.HashData(Commitment)), 8, "audit"u8.ToArray());
            var drawn = BinaryPrimitives.ReadUInt64BigEndian(lot) / Math.Pow(2, 64);
            Assert.True(Lottery.IsDrawn(ticket, Commitment, Math.BitIncrement(drawn)));
            Assert.False(Lottery.IsDrawn(ticket, Commitment, drawn - 1e-12));
        }
    }

    [Fact]
    public void Ticket_OfAnotherSecretOrAttempt_IsAnother()
    {
        var attempts = Attempts(2).ToList();

        Assert.NotEqual(Lottery.Ticket(Secret, attempts[0]), Lottery.Ticket([9], attempts[0]));
        Assert.NotEqual(Lottery.Ticket(Secret, attempts[0]), Lottery.Ticket(Secret, attempts[1]));
    }

    [Fact]
    public void Draw_WithAnotherCommitment_FallsOtherwise()
    {
        var others = Attempts(200).Select((attempt, index) => Lottery.IsDrawn(Lottery.Ticket(Secret, attempt), Commitment, 0.5) != Lottery.IsDrawn(Lottery.Ticket(Secret, attempt), [(byte)index], 0.5));

        Assert.InRange(others.Count(differs => differs), 50, 150);
    }

    [Theory, InlineData(20, 3), InlineData(20, 1), InlineData(5, 5), InlineData(2, 9)]
    public void Choose_OfSomeEvaluations_ChoosesSoManyDifferentOnesOfAllAlike(int evaluations, int count)
    {
        var times = new int[evaluations];
        foreach (var attempt in Attempts(2_000))
        {
            var chosen = Lottery.Choose(Lottery.Ticket(Secret, attempt), Commitment, evaluations, count);
            Assert.Equal(Math.Min(count, evaluations), chosen.Distinct().Count());
            Assert.Equal(chosen.Order(), chosen);
            foreach (var evaluation in chosen)
                times[evaluation]++;
        }

        var mean = 2_000.0 * Math.Min(count, evaluations) / evaluations;
        Assert.All(times, one => Assert.InRange(one, mean - (8 * Math.Sqrt(mean)) - 1, mean + (8 * Math.Sqrt(mean)) + 1));
    }

    private static IEnumerable<AttemptId> Attempts(int count)
    {
        var random = new Random(5);
        var bytes = new byte[16];
        for (var index = 0; index < count; index++)
        {
            random.NextBytes(bytes);
            yield return new(new Guid(bytes));
        }
    }
}
