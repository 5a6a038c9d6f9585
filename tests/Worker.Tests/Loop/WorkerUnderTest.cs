using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Loop;
using LaionGrid.Worker.Rendering;
using LaionGrid.Worker.Uplink;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LaionGrid.Worker.Tests.Loop;

/// <summary>The real worker against a real coordinator, on a machine that looks as the test says, with a fake engine and tiny pauses.</summary>
internal sealed class WorkerUnderTest : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DataFolder _data;
    private readonly IHost _host;

    private WorkerUnderTest(WorkerSettings settings, FakeRenderer renderer, IHorizon horizon)
    {
        Renderer = renderer;
        _data = DataFolder.Take(_folder["worker"]).Folder ?? throw new InvalidOperationException("The folder is taken.");
        _host = WorkerHost.Build(settings, _data, services => services
            .AddLogging(logging => logging.ClearProviders())
            .Replace(ServiceDescriptor.Singleton<IRenderer>(renderer))
            .Replace(ServiceDescriptor.Singleton(horizon))
            .RemoveAll<IProbe>().AddSingleton<IProbe>(Machine)
            .Replace(ServiceDescriptor.Singleton(new WatchOptions { WhenOpen = TimeSpan.FromMilliseconds(5), WhenClosed = TimeSpan.FromMilliseconds(5) }))
            .Replace(ServiceDescriptor.Singleton(new UplinkOptions { FirstPause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromMilliseconds(20), Return = TimeSpan.FromMilliseconds(5) }))
            .Replace(ServiceDescriptor.Singleton(new LoopOptions { FirstRest = TimeSpan.FromMilliseconds(1) })));
    }

    public static TimeSpan Soon { get; } = TimeSpan.FromSeconds(60);

    public FakeRenderer Renderer { get; }

    public ScriptedMachine Machine { get; } = new();

    public string Folder => _data.Path;

    public string? EndReason => _host.Services.GetRequiredService<Ending>().Reason;

    public IdentityFile Identity => new(_data);

    public static WorkerUnderTest Create(string coordinator, string? operatorKey = null, string name = "lark", FakeRenderer? renderer = null, IHorizon? horizon = null) => new(
        new()
        {
            Coordinator = new(coordinator),
            DataFolder = "",
            Name = name,
            IsReferee = operatorKey is not null,
            JoiningKey = operatorKey ?? "",
        },
        renderer ?? new(), horizon ?? new OpenHorizon());

    public static async Task<WorkerUnderTest> StartAsync(CoordinatorUnderTest grid, bool isReferee = false, string name = "lark", FakeRenderer? renderer = null)
    {
        var worker = Create(grid.Address, isReferee ? grid.OperatorKey : null, name, renderer);
        await worker.StartAsync();
        return worker;
    }

    public Task StartAsync() => _host.StartAsync();

    public Task StopAsync() => _host.StopAsync().WaitAsync(Soon);

    public Task EndedAsync() => _host.WaitForShutdownAsync().WaitAsync(Soon);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _host.Dispose();
        _data.Dispose();
        _folder.Dispose();
    }
}
