using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Idle.Control;
using LaionGrid.Worker.Tests.Loop;
using LaionGrid.Worker.Tests.Page;
using Microsoft.Extensions.Logging.Abstractions;

namespace LaionGrid.Worker.Tests.Idle;

/// <summary>Commands that cannot be carried out.</summary>
public sealed class ControlServerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DataFolder _data;
    private readonly StagedDesk _desk = new();

    public ControlServerTests() => _data = DataFolder.Take(_folder["worker"]).Folder ?? throw new InvalidOperationException("The folder is taken.");

    public static TheoryData<Exception> Troubles { get; } = [new UnauthorizedAccessException("The folder is not yours."), new InvalidOperationException("What nobody foresaw.")];

    [Theory, MemberData(nameof(Troubles))]
    public async Task Command_ThatFails_DoesNotKeepTheNextFromBeingHeard(Exception trouble)
    {
        using var server = Serve(new ClosedDoor());
        await server.StartAsync(default);
        await UntilAnsweredAsync(new(null));
        _desk.Trouble = trouble;
        Assert.Null((await ControlCall.AskAsync(_data.Path, new(new(WishKind.Pause)), default)).Report);
        _desk.Trouble = null;

        await UntilAnsweredAsync(new(OwnerWish.None));

        await server.StopAsync(default);
        Assert.True(server.ExecuteTask!.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Command_ThatFailsWhileTheWorkerStops_EndsWell()
    {
        var door = new JammedDoor();
        using var server = Serve(door);
        await server.StartAsync(default);
        await UntilAnsweredAsync(new(null));
        var asked = ControlCall.AskAsync(_data.Path, new(null, OpensPage: true), default);
        await door.Begun.Task.WaitAsync(WorkerUnderTest.Soon);

        await server.StopAsync(default);

        Assert.Null((await asked).Report);
        Assert.True(server.ExecuteTask!.IsCompletedSuccessfully);
        Assert.False(File.Exists(ControlLine.PathIn(_data.Path)));
    }

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }

    private ControlServer Serve(IPageDoor door) => new(_data, _desk, door, TimeProvider.System, NullLogger<ControlServer>.Instance);

    /// <summary>It listens a moment after it was started.</summary>
    private async Task UntilAnsweredAsync(ControlRequest request)
    {
        using var patience = new CancellationTokenSource(WorkerUnderTest.Soon);
        while ((await ControlCall.AskAsync(_data.Path, request, patience.Token)).Report is null)
            await Task.Yield();
    }

    /// <summary>Does not open until the worker stops, and then fails.</summary>
    private sealed class JammedDoor : IPageDoor
    {
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<PageAnswer> OpenAsync(CancellationToken cancellationToken)
        {
            Begun.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new InvalidOperationException("What nobody foresaw.");
        }
    }
}
