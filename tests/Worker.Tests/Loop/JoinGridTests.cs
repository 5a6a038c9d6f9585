using LaionGrid.Contracts.V1;
using LaionGrid.Worker.Loop;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace LaionGrid.Worker.Tests.Loop;

public sealed class JoinGridTests
{
    [Fact]
    public async Task Start_WhenTheKeyIsUnknown_EnrolsAgainAsTheSameWorker()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        await using var worker = WorkerUnderTest.Create(grid.Address);
        var drawn = worker.Identity.ReadOrDraw(isReferee: false);
        worker.Identity.Write(drawn with { WorkerKey = "lg_forgotten", WorkerName = "lark" });

        await worker.StartAsync();
        var person = new Person(grid);
        await person.WatchAsync(await person.AskAsync(), job => job.PictureSha256.Length > 0);

        var kept = worker.Identity.ReadOrDraw(isReferee: false);
        Assert.Equal(drawn.EnrollKey, kept.EnrollKey);
        Assert.NotEqual("lg_forgotten", kept.WorkerKey);
    }

    [Fact]
    public async Task Start_WhenTheNameIsTaken_EndsWithWhatToDo()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        await new Accounts.AccountsClient(grid.Channel()).CreateAsync(new() { Name = "Ada" });
        await using var worker = WorkerUnderTest.Create(grid.Address, name: "ada");

        await worker.StartAsync();
        await worker.EndedAsync();

        Assert.Contains("--contributor", worker.EndReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhenTheOperatorsKeyIsWrong_EndsWithWhatToDo()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        await using var referee = WorkerUnderTest.Create(grid.Address, operatorKey: "lg_wrong");

        await referee.StartAsync();
        await referee.EndedAsync();

        Assert.Contains("--operator-key-file", referee.EndReason, StringComparison.Ordinal);
        Assert.DoesNotContain("lg_wrong", referee.EndReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhenAPersonsKeyIsWrong_SaysWhereItStandsAndWhatAKeyIs()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        await using var worker = WorkerUnderTest.Create(new() { Coordinator = new(grid.Address), DataFolder = "", JoiningKey = "lg_wrong", JoiningKeyFrom = "worker.conf, line 3: key" });

        await worker.StartAsync();
        await worker.EndedAsync();

        Assert.Contains("It came from worker.conf, line 3: key. A person's key begins with lg_", worker.EndReason, StringComparison.Ordinal);
        Assert.DoesNotContain("lg_wrong", worker.EndReason, StringComparison.Ordinal);
    }

    /// <summary>Leases, heartbeats and keys go by lengths of time, never by what the worker's clock shows.</summary>
    [Theory, InlineData(-61), InlineData(61)]
    public async Task Start_WithClocksAnHourApart_RendersAllTheSame(int minutes)
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(
            DatabaseKind.Sqlite, services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new ShiftedTime(TimeSpan.FromMinutes(minutes)))));
        await using var worker = await WorkerUnderTest.StartAsync(grid);

        var person = new Person(grid);
        await person.WatchAsync(await person.AskAsync(), job => job.PictureSha256.Length > 0);
    }

    [Fact]
    public async Task Start_OfARefereeInAVolunteersFolder_IsRefused()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        await using var referee = WorkerUnderTest.Create(grid.Address, grid.OperatorKey);
        referee.Identity.ReadOrDraw(isReferee: false);

        await referee.StartAsync();
        await referee.EndedAsync();

        Assert.Contains("--data", referee.EndReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhenTheIdentityIsBroken_EndsWithoutTouchingIt()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        await using var worker = WorkerUnderTest.Create(grid.Address);
        await File.WriteAllTextAsync(worker.Identity.Path, "{");

        await worker.StartAsync();
        await worker.EndedAsync();

        Assert.Contains(worker.Identity.Path, worker.EndReason, StringComparison.Ordinal);
        Assert.Equal("{", await File.ReadAllTextAsync(worker.Identity.Path));
    }

    /// <summary>A start that is broken off ends with an exception instead of a word.</summary>
    [Fact]
    public async Task Start_OfAWorkerThatCannotGoOn_IsOverBeforeItEnds()
    {
        var settings = new WorkerSettings { Coordinator = new("http://127.0.0.1:1"), DataFolder = "" };
        await using var worker = WorkerUnderTest.Create(settings, (one, services) => services.AddSingleton<IHostedService>(_ => new SlowStart(() => one.EndReason is not null || one.Machine.Looks > 20)));
        await File.WriteAllTextAsync(worker.Identity.Path, "{");

        await worker.StartAsync();
        await worker.EndedAsync();

        Assert.Contains(worker.Identity.Path, worker.EndReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ToldToStopBeforeItHasStarted_EndsWell()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(0, await WorkerHost.RunAsync(new() { Coordinator = new("http://127.0.0.1:1"), DataFolder = folder.Path, TakesUpdates = false }, new(canceled: true)));
    }

    private sealed class SlowStart(Func<bool> isOver) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            while (!isOver())
                await Task.Yield();
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
