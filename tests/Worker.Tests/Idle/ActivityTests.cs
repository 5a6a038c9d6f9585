using LaionGrid.Worker.Idle;

namespace LaionGrid.Worker.Tests.Idle;

public sealed class ActivityTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Step_OfAPicture_KeepsTheNewestPreview_UntilSomethingElseIsDone()
    {
        var activity = new Activity();
        activity.Begin("Rendering.", new("sd15", false, 512, 512, 20, 0, Noon));
        activity.Reach(1, new byte[] { 1 });
        activity.Reach(2, default);

        var (step, preview) = (activity.Job?.Step, activity.Preview.ToArray());
        activity.Text = "Waiting for work.";
        activity.Reach(3, new byte[] { 3 }); // a word that came late

        Assert.Equal(2, step);
        Assert.Equal(1, Assert.Single(preview));
        Assert.Equal((null, true, "Waiting for work."), (activity.Job, activity.Preview.IsEmpty, activity.Text));
    }

    [Theory, InlineData(0, null), InlineData(1, null), InlineData(2, 90), InlineData(10, 10), InlineData(19, null), InlineData(20, null)]
    public void Left_IsReckonedFromTheStepsSoFar(int step, int? seconds) => Assert.Equal(
        seconds, (int?)new JobInHand("sd15", false, 512, 512, 20, step, Noon).LeftAt(Noon + TimeSpan.FromSeconds(10))?.TotalSeconds);
}
