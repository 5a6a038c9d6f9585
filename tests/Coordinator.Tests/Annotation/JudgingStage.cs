using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Annotation;
using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Annotation.Serving;
using LaionGrid.Coordinator.Annotation.Taking;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;
using TakeAnswer = LaionGrid.Coordinator.Annotation.Taking.TakeAnswer;

namespace LaionGrid.Coordinator.Tests.Annotation;

/// <summary>A grid that stands still, with public pictures of several people and people who judge them.</summary>
internal sealed class JudgingStage : IAsyncDisposable
{
    private readonly CallingWorker _worker;
    private byte _shade;

    private JudgingStage(CoordinatorUnderTest grid, Story story, CallingWorker worker) => (Grid, Story, _worker) = (grid, story, worker);

    public CoordinatorUnderTest Grid { get; }

    public Story Story { get; }

    /// <summary>Somebody with an account.</summary>
    public Caller Ada => new(_worker.AccountId, KeyRole.Person, null, "lg_ada");

    public static async Task<JudgingStage> StartAsync(DatabaseKind kind, params string[] settings)
    {
        var grid = await CoordinatorUnderTest.CreateAsync(kind, ["--Verification:ProvingAudits", "0", "--Verification:SteadyRate", "0.01", .. settings]);
        var story = new Story(grid);
        return new(grid, story, await story.EnrollAsync("worker"));
    }

    /// <summary>Asks for pictures and renders them.</summary>
    public async Task<(RequestId Request, IReadOnlyList<JobId> Jobs)> PictureAsync(string prompt = "a boat", string requester = "asker", int count = 1)
    {
        var request = await Story.AskAsync(count, seed: _shade * 100, prompt, requester);
        for (var picture = 0; picture < count; picture++)
            await Story.RenderAsync(_worker, ++_shade);
        var jobs = new List<JobId>();
        for (var index = 0; index < count; index++)
            jobs.Add((await Story.JobAsync(request, index)).Id);
        Grid.Time.Advance(TimeSpan.FromSeconds(11)); // the pool is looked at again
        return (request, jobs);
    }

    public static Rater Visitor(string name) => Rater.Of(Caller.Anonymous, name);

    public Task<AssignOutcome> AskAsync(Rater rater, params TaskKind[] kinds) => Grid.Get<AssignTask>().RunAsync(new(kinds, IsAdult: true), rater, default);

    public async Task<Assignment> MustAskAsync(Rater rater, params TaskKind[] kinds) => Assert.IsType<AssignOutcome.Assigned>(await AskAsync(rater, kinds)).Assignment;

    public async Task<TakeOutcome> AnswerAsync(Assignment task, TaskAnswer answer, Caller? caller = null, RequestId? waiting = null, string key = "", int seconds = 4)
    {
        Grid.Time.Advance(TimeSpan.FromSeconds(seconds));
        var by = caller ?? Caller.Anonymous;
        return await Grid.Get<TakeAnswer>().RunAsync(task.Id, new(answer.Kind, _ => answer) { Client = "flow", Waiting = waiting, WaitingKey = key }, new(task.RaterAccountId, task.RaterMark), by, default);
    }

    public async Task<Answer> MustAnswerAsync(Assignment task, TaskAnswer answer, Caller? caller = null) => Assert.IsType<TakeOutcome.Taken>(await AnswerAsync(task, answer, caller)).Answer.Answer;

    public static string CodeOf(TakeOutcome outcome) => outcome is TakeOutcome.Refused refused ? refused.Refusal.Code : "";

    public static string CodeOf(AssignOutcome outcome) => outcome is AssignOutcome.Refused refused ? refused.Refusal.Code : outcome is AssignOutcome.Nothing ? "nothing" : "";

    public async Task<IReadOnlyList<Answer>> AnswersAsync()
    {
        await using var db = await Story.DbAsync();
        return await db.Answers.AsNoTracking().OrderBy(answer => answer.AnsweredAt).ToListAsync();
    }

    public ValueTask DisposeAsync() => Grid.DisposeAsync();
}
