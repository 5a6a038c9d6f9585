using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Idle.Control;
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
    private readonly IReadOnlyList<IRenderer> _renderers;

    private WorkerUnderTest(WorkerSettings settings, IReadOnlyList<IRenderer> renderers, IHorizon? horizon = null, Action<WorkerUnderTest, IServiceCollection>? adjust = null)
    {
        _renderers = renderers;
        _data = DataFolder.Take(_folder["worker"]).Folder ?? throw new InvalidOperationException("The folder is taken.");
        _host = WorkerHost.Build(settings, _data, services =>
        {
            Replace(services, horizon ?? new OpenHorizon());
            adjust?.Invoke(this, services);
        });
    }

    public static TimeSpan Soon { get; } = TimeSpan.FromSeconds(60);

    public FakeRenderer Renderer => (FakeRenderer)_renderers[0];

    public LogLines Log { get; } = new();

    public ScriptedMachine Machine { get; } = new();

    public string Folder => _data.Path;

    public string? EndReason => _host.Services.GetRequiredService<Ending>().Reason;

    public IdentityFile Identity => new(_data.Path);

    public static WorkerUnderTest Create(WorkerSettings settings) => Create(settings, (_, _) => { });

    /// <param name="adjust">Last changes to its services.</param>
    public static WorkerUnderTest Create(WorkerSettings settings, Action<WorkerUnderTest, IServiceCollection> adjust) => new(settings, [new FakeRenderer()], adjust: adjust);

    public static WorkerUnderTest Create(string coordinator, string? operatorKey = null, string name = "lark", FakeRenderer? renderer = null, IHorizon? horizon = null) => new(
        new()
        {
            Coordinator = new(coordinator),
            DataFolder = "",
            Name = name,
            IsReferee = operatorKey is not null,
            JoiningKey = operatorKey ?? "",
        },
        [renderer ?? new()], horizon);

    /// <summary>With a device for each renderer, cpu:0 and so on.</summary>
    public static WorkerUnderTest CreateSeveral(string coordinator, params IReadOnlyList<IRenderer> renderers)
    {
        var devices = renderers.Select((_, index) => new DeviceRequest(DeviceChoice.Cpu) { Index = index }).ToList();
        return new(new() { Coordinator = new(coordinator), DataFolder = "", Name = "lark", Devices = devices }, renderers);
    }

    /// <inheritdoc cref="CreateSeveral"/>
    public static async Task<WorkerUnderTest> StartSeveralAsync(string coordinator, params IReadOnlyList<IRenderer> renderers)
    {
        var worker = CreateSeveral(coordinator, renderers);
        await worker.StartAsync();
        return worker;
    }

    /// <summary>How it is once it has looked at the machine, after a word of the owner's if there is one.</summary>
    public async Task<StatusReport> SayAsync(OwnerWish? wish, string? device = null)
    {
        using var patience = new CancellationTokenSource(Soon);
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            if ((await ControlCall.AskAsync(Folder, new(wish, device), patience.Token)).Report is { } report && (wish is not null || report.Reasons.All(reason => !reason.Contains("not looked", StringComparison.Ordinal))))
                return report;
            await Task.Yield(); // it listens a moment after it was started
        }
    }

    /// <summary>The first status that is as wanted.</summary>
    public async Task<StatusReport> UntilAsync(Func<StatusReport, bool> isSo)
    {
        using var patience = new CancellationTokenSource(Soon);
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            if (await SayAsync(null) is var report && isSo(report))
                return report;
            await Task.Yield();
        }
    }

    public static async Task<WorkerUnderTest> StartAsync(CoordinatorUnderTest grid, bool isReferee = false, string name = "lark", FakeRenderer? renderer = null)
    {
        var worker = Create(grid.Address, isReferee ? grid.OperatorKey : null, name, renderer);
        await worker.StartAsync();
        return worker;
    }

    public Task StartAsync() => _host.StartAsync();

    public Task StopAsync() => _host.StopAsync().WaitAsync(Soon);

    public Task EndedAsync() => _host.WaitForShutdownAsync().WaitAsync(Soon);

    private void Replace(IServiceCollection services, IHorizon horizon) => services
        .AddLogging(logging => logging.ClearProviders().AddProvider(Log))
        .Replace(ServiceDescriptor.Scoped(provider => _renderers[provider.GetRequiredService<PlannedDevice>().Request.Index ?? 0]))
        .Replace(ServiceDescriptor.Singleton(horizon))
        .RemoveAll<IProbe>().AddSingleton<IProbe>(Machine)
        .Replace(ServiceDescriptor.Singleton(new WatchOptions { WhenOpen = TimeSpan.FromMilliseconds(5), WhenClosed = TimeSpan.FromMilliseconds(5) }))
        .Replace(ServiceDescriptor.Singleton(new UplinkOptions { FirstPause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromMilliseconds(20), Return = TimeSpan.FromMilliseconds(5), ShortDeadline = Soon }))
        .Replace(ServiceDescriptor.Singleton(new LoopOptions { FirstRest = TimeSpan.FromMilliseconds(1) }));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _host.Dispose();
        _data.Dispose();
        _folder.Dispose();
    }
}
