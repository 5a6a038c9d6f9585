using LaionGrid.Contracts.V1;
using LaionGrid.Worker.Loop;

namespace LaionGrid.Worker.Tests.Loop;

/// <summary>A worker whose time has an end, against the real coordinator.</summary>
public sealed class HorizonTests
{
    [Fact]
    public async Task Lease_ThatWouldNotBeDone_GoesToAnotherAndIsNotBegun()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite, "--Leases:Seconds", "3600"); // it does not come back by lapsing
        using var horizon = new ScriptedHorizon { HasTime = false };
        var person = new Person(grid);
        await using var hurried = WorkerUnderTest.Create(grid.Address, name: "hurried", horizon: horizon);
        await hurried.StartAsync();
        var request = await person.AskAsync();
        await horizon.Asked.Task.WaitAsync(WorkerUnderTest.Soon);

        await using var other = await WorkerUnderTest.StartAsync(grid, name: "lark");

        Assert.Equal("lark", (await person.FinishedAsync(request)).WorkerName);
        Assert.False(hurried.Renderer.HasBegunAnother);
    }

    [Fact]
    public async Task Closing_WhileRendering_FinishesThePictureAndEndsTheWorker()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        using var horizon = new ScriptedHorizon();
        var (person, release) = (new Person(grid), new TaskCompletionSource());
        await using var worker = WorkerUnderTest.Create(grid.Address, renderer: new() { Ends = async (job, _) => { await release.Task; return FakeRenderer.Picture(job); } }, horizon: horizon);
        await worker.StartAsync();
        var request = await person.AskAsync();
        await worker.Renderer.BegunAsync();
        var next = await person.AskAsync();

        horizon.Close();
        release.SetResult();
        await worker.EndedAsync();

        Assert.NotEmpty((await person.FinishedAsync(request)).PictureSha256);
        Assert.Equal(JobState.Queued, (await person.SeeAsync(next)).State);
        Assert.Equal((1, null), (horizon.Learnt, worker.EndReason));
    }

    [Fact]
    public async Task Closing_WhileWaiting_EndsTheWorker()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        using var horizon = new ScriptedHorizon();
        await using var worker = WorkerUnderTest.Create(grid.Address, horizon: horizon);
        await worker.StartAsync();

        horizon.Close();

        await worker.EndedAsync();
    }

    private sealed class ScriptedHorizon : IHorizon, IDisposable
    {
        private readonly CancellationTokenSource _closing = new();

        public bool HasTime { get; init; } = true;

        public TaskCompletionSource Asked { get; } = new();

        public int Learnt { get; private set; }

        public CancellationToken Closing => _closing.Token;

        public void Close() => _closing.Cancel();

        public void Dispose() => _closing.Dispose();

        public bool Fits(LaionGrid.Worker.Uplink.Leases.Lease lease)
        {
            Asked.TrySetResult();
            return HasTime;
        }

        public void Learn(LaionGrid.Worker.Uplink.Leases.Lease lease, TimeSpan took) => Learnt++;
    }
}
