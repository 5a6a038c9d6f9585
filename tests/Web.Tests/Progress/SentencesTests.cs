using LaionGrid.Web.Coordinator.Jobs;
using LaionGrid.Web.Progress;

namespace LaionGrid.Web.Tests.Progress;

/// <summary>The one sentence over a request's pictures.</summary>
public sealed class SentencesTests
{
    [Theory]
    [InlineData("Your picture waits in line.", JobState.Queued)]
    [InlineData("Your pictures are being rendered.", JobState.Queued, JobState.Leased)]
    [InlineData("1 of 2 pictures is here.", JobState.Rendered, JobState.Leased)]
    [InlineData("Your picture is here.", JobState.Rendered)]
    [InlineData("All 2 pictures are here.", JobState.Done, JobState.Done)]
    [InlineData("1 of 2 pictures came.", JobState.Done, JobState.Failed)]
    [InlineData("This request was cancelled.", JobState.Cancelled, JobState.Cancelled)]
    [InlineData("This could not be rendered.", JobState.Failed)]
    public void Headline_OfTheseStates_IsTrue(string sentence, params JobState[] states) => Assert.Equal(sentence, Sentences.Of(new RequestView
    {
        RequestId = "r",
        Settings = new() { Prompt = "p", NegativePrompt = "", Bundle = "b", Width = 8, Height = 8, Steps = 2, Guidance = 1, Sampler = "ddim" },
        Jobs = [.. states.Select(Job)],
    }));

    [Theory]
    [InlineData(0, 0, "Next in line.")]
    [InlineData(200, 900, "Next in line. Expected within 1 s.")]
    [InlineData(3_900, 10_100, "Next in line. Expected in 3 to 11 s.")]
    [InlineData(50_000, 91_000, "Next in line. Expected within 2 min.")]
    [InlineData(120_000, 3_600_000, "Next in line. Expected in 2 to 60 min.")]
    public void Sentence_OfAQueuedJob_SaysWhenToExpectIt(int low, int high, string sentence) => Assert.Equal(
        sentence,
        Sentences.Of(Job(JobState.Queued) with { Arrival = high == 0 ? null : new(TimeSpan.FromMilliseconds(low), TimeSpan.FromMilliseconds(high)) }, 20));

    [Fact]
    public void Sentence_OfARenderedJobThatIsToBeVerified_SaysThatItIsBeing()
    {
        Assert.Equal("Rendered by w, being verified.", Sentences.Of(Job(JobState.Rendered) with { IsVerified = true }, 20));
        Assert.Equal("Rendered by w. Verified step by step.", Sentences.Of(Job(JobState.Done) with { IsVerified = true, Verdict = Verdict.Accepted }, 20));
    }

    private static JobView Job(JobState state) => new()
    {
        JobId = "j", Index = 0, Seed = 0, State = state, QueuePosition = 0, Step = 0, Preview = "", Worker = "w", Verdict = Verdict.None,
        Failure = "", FailureCode = "", Sha256 = "",
    };
}
