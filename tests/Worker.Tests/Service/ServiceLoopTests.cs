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
        using var host = Build(new(path, TimeSpan.FromMilliseconds(20)), new());

        await host.StartAsync();
        Assert.Equal(["READY=1", "WATCHDOG=1", "WATCHDOG=1"], [await HearAsync(), await HearAsync(), await HearAsync()]);
        await host.StopAsync();

        string heard;
        while ((heard = await HearAsync()) == "WATCHDOG=1")
            continue;
        Assert.Equal("STOPPING=1", heard);
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

    private static IHost Build(Supervisor supervisor, LogLines log)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.AddProvider(log);
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(supervisor).AddHostedService<ServiceLoop>();
        return builder.Build();
    }

    private async Task<string> HearAsync()
    {
        var buffer = new byte[256];
        return Encoding.UTF8.GetString(buffer, 0, await _systemd.ReceiveAsync(buffer).WaitAsync(WorkerUnderTest.Soon));
    }
}
