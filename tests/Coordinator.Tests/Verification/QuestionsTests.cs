using LaionGrid.Arithmetic.Trajectories;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Verification.Revealing;

namespace LaionGrid.Coordinator.Tests.Verification;

public sealed class QuestionsTests
{
    private static readonly AttemptId[] Attempts = [.. Enumerable.Range(0, 4).Select(_ => new AttemptId(Guid.NewGuid()))];

    /// <summary>Each of 10 numbers three times over: two latents and two halves.</summary>
    private static Question OfTen => Question.Of([0], [new float[10]], new float[10], new Trajectory(1, 2, 10));

    [Fact]
    public void Keep_WhenThereIsNoMoreRoom_LetsTheOldestGo()
    {
        var questions = new Questions(3 * OfTen.Bytes);

        foreach (var attempt in Attempts)
            questions.Keep(attempt, OfTen);

        Assert.Equal(10 * (4 + 4 + 2 + 2), OfTen.Bytes);
        Assert.Equal([false, true, true, true], Attempts.Select(attempt => questions.Find(attempt) is not null));
    }

    [Fact]
    public void Keep_OfWhatWasForgottenOrKeptTwice_CountsItOnce()
    {
        var questions = new Questions(2 * OfTen.Bytes);
        for (var turn = 0; turn < 5; turn++)
        {
            questions.Keep(Attempts[0], OfTen);
            questions.Keep(Attempts[1], OfTen);
            questions.Forget(Attempts[1]);
        }

        questions.Keep(Attempts[2], OfTen);

        Assert.Equal([true, false, true], Attempts.Take(3).Select(attempt => questions.Find(attempt) is not null));
    }

    [Fact]
    public void Keep_OfWhatIsLargerThanAllTheRoom_KeepsNothing()
    {
        var questions = new Questions(OfTen.Bytes - 1);

        questions.Keep(Attempts[0], OfTen);

        Assert.Null(questions.Find(Attempts[0]));
    }
}
