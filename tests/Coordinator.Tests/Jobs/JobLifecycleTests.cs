using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Tests.Jobs;

public sealed class JobLifecycleTests
{
    [Fact]
    public void Next_WhenAnythingHappensButARecallARetryOrAnErasure_NeverLeavesAFinalState() =>
        Prop.ForAll(Histories, history =>
        {
            var states = Play(history.Where(happening => happening is not (JobEvent.Recall or JobEvent.Retry or JobEvent.Erase))).ToList();
            var final = states.FindIndex(JobLifecycle.IsFinal);
            return final < 0 || states.Skip(final).All(state => state == states[final]);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Erase_OfWhatIsFinal_IsNeverUndone()
    {
        var erased = JobLifecycle.Next(JobState.Done, JobEvent.Erase)!.Value;
        Assert.All(Enum.GetValues<JobEvent>(), happening => Assert.Equal(erased, JobLifecycle.Next(erased, happening) ?? erased));
        Assert.All([JobState.Queued, JobState.Leased, JobState.Rendered], state => Assert.Null(JobLifecycle.Next(state, JobEvent.Erase)));
    }

    [Theory, InlineData("Done", "Queued"), InlineData("Failed", null), InlineData("Cancelled", null), InlineData("Rendered", null)]
    public void Recall_TakesBackWhatIsDoneAlone(string state, string? to) => Assert.Equal(to, JobLifecycle.Next(Enum.Parse<JobState>(state), JobEvent.Recall)?.ToString());

    [Theory, InlineData("Failed", "Queued"), InlineData("Done", null), InlineData("Cancelled", null), InlineData("Leased", null)]
    public void Retry_TakesUpWhatFailedAlone(string state, string? to) => Assert.Equal(to, JobLifecycle.Next(Enum.Parse<JobState>(state), JobEvent.Retry)?.ToString());

    [Fact]
    public void Next_WhenAnythingHappens_IsDoneOnlyAfterRenderedAndLeased() =>
        Prop.ForAll(Histories, history =>
        {
            var states = Play(history).ToList();
            var done = states.IndexOf(JobState.Done);
            return done < 0 || (states.Take(done).Contains(JobState.Leased) && states[done - 1] == JobState.Rendered);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void EveryState_HasAWayToAnEnd()
    {
        foreach (var state in Enum.GetValues<JobState>())
            Assert.Contains(Reachable(state), JobLifecycle.IsFinal);
    }

    [Fact]
    public void Cancel_WhenRendered_ChangesNothing() => Assert.Null(JobLifecycle.Next(JobState.Rendered, JobEvent.Cancel));

    private static Arbitrary<JobEvent[]> Histories => Gen.Elements(Enum.GetValues<JobEvent>()).ArrayOf().ToArbitrary();

    private static IEnumerable<JobState> Play(IEnumerable<JobEvent> history)
    {
        var state = JobState.Queued;
        yield return state;
        foreach (var happening in history)
            yield return state = JobLifecycle.Next(state, happening) ?? state;
    }

    private static HashSet<JobState> Reachable(JobState from)
    {
        var seen = new HashSet<JobState> { from };
        var fresh = new Queue<JobState>(seen);
        while (fresh.TryDequeue(out var state))
        {
            foreach (var next in Enum.GetValues<JobEvent>().Select(happening => JobLifecycle.Next(state, happening)).OfType<JobState>().Where(seen.Add))
                fresh.Enqueue(next);
        }
        return seen;
    }
}
