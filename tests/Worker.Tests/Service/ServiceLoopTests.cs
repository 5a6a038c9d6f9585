using System.Net.Sockets;
using System.Text;
using LaionGrid.Worker.Service;
using LaionGrid.Worker.Tests.Loop;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LaionGrid.Worker.Tests.Service;

public sealed class ServiceLoopTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Socket _systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    [OnUnixFact]
    public async Task Run_UnderSystemd_SaysReadyThenAliveThenStopping()
    {
        var path = _folder["notify"];
        _systemd.Bind(new UnixDomainSocketEndPoint(path));
        var time = new WatchedTime();
        using var host = Build(new(path, TimeSpan.FromSeconds(20)), new(), time);

        await host.StartAsync();
        Assert.Equal("READY=1", await HearAsync());
        await time.IsWaitedFor.Task.WaitAsync(WorkerUnderTest.Soon);
        for (var tick = 0; tick < 2; tick++)
        {
            time.Hand.Advance(TimeSpan.FromSeconds(10));
            Assert.Equal("WATCHDOG=1", await HearAsync());
        }
        await host.StopAsync();

        Assert.Equal("STOPPING=1", await HearAsync());
    }

    /// <summary>A worker that waits for a supervisor that hangs could not even be stopped.</summary>
    [OnUnixFact]
    public async Task Tell_WhenTheSupervisorDoesNotHear_GivesUp()
    {
        var path = _folder["notify"];
        _systemd.Bind(new UnixDomainSocketEndPoint(path));
        var supervisor = new Supervisor(path, null);

        await Assert.ThrowsAsync<SocketException>(() => Task.Run(() =>
        {
            while (true)
                supervisor.Tell("WATCHDOG=1"); // until there is no more room
        }).WaitAsync(WorkerUnderTest.Soon));
    }

    [OnUnixFact]
    public async Task Run_WithANameInNoFolder_IsHeard()
    {
        var name = $"laiongrid-test-{Path.GetFileName(_folder.Path)}";
        _systemd.Bind(new UnixDomainSocketEndPoint($"\0{name}"));
        using var host = Build(new($"@{name}", null), new());

        await host.StartAsync();

        Assert.Equal("READY=1", await HearAsync());
    }

    [OnUnixFact]
    public async Task Run_WhenNobodyListens_GoesOnAndSaysSo()
    {
        var log = new LogLines();
        using var host = Build(new(_folder["gone"], null), log);

        await host.StartAsync();
        await host.StopAsync();

        Assert.Contains(log.All, line => line.StartsWith("The supervisor could not be told READY=1", StringComparison.Ordinal));
    }

    [Theory, InlineData("30000000", null, 30.0), InlineData("30000000", "7", 30.0), InlineData("30000000", "8", null), InlineData("0", null, null), InlineData("soon", null, null), InlineData(null, null, null)]
    public void Read_OfTheEnvironment_KnowsWhetherThereIsAWatchdogForThisProcess(string? microseconds, string? process, double? seconds)
    {
        var supervisor = Supervisor.Read(name => name switch { "WATCHDOG_USEC" => microseconds, "WATCHDOG_PID" => process, _ => null }, processId: 7);

        Assert.Equal(seconds, supervisor.Watchdog?.TotalSeconds);
        supervisor.Tell("READY=1"); // nobody wants to be told, and nothing happens
    }

    public void Dispose()
    {
        _systemd.Dispose();
        _folder.Dispose();
    }

    private static IHost Build(Supervisor supervisor, LogLines log, TimeProvider? time = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.AddProvider(log);
        builder.Services.AddSingleton(time ?? TimeProvider.System).AddSingleton(supervisor).AddHostedService<ServiceLoop>();
        return builder.Build();
    }

    private async Task<string> HearAsync()
    {
        var buffer = new byte[256];
        return Encoding.UTF8.GetString(buffer, 0, await _systemd.ReceiveAsync(buffer).WaitAsync(WorkerUnderTest.Soon));
    }

    /// <summary>A clock that stands still until a test turns it, and says when somebody begins to go by it.</summary>
    private sealed class WatchedTime : TimeProvider
    {
        public ManualTime Hand { get; } = new();

        public TaskCompletionSource IsWaitedFor { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = Hand.CreateTimer(callback, state, dueTime, period);
            IsWaitedFor.TrySetResult();
            return timer;
        }
    }
}
