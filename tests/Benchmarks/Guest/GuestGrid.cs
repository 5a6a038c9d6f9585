using System.Diagnostics;
using Grpc.Core;
using LaionGrid.Benchmarks.Load;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator;
using LaionGrid.TestKit;
using LaionGrid.Worker;
using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Rendering;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LaionGrid.Benchmarks.Guest;

/// <summary>A coordinator and one worker in this process, and its render process, with an owner that comes and goes.</summary>
internal sealed class GuestGrid : IAsyncDisposable
{
    private const int MostMilliseconds = 800; // from the first step seen to the owner's return, drawn anew each time

    private readonly TemporaryFolder _folder = new();
    private readonly SimulatedOwner _owner = new();
    private readonly Random _chance = new(1);
    private WebApplication? _coordinator;
    private DataFolder? _data;
    private IHost? _worker;
    private Requests.RequestsClient? _requests;
    private int _asked;

    public static async Task<GuestGrid> StartAsync()
    {
        var grid = new GuestGrid();
        await grid.OpenAsync();
        return grid;
    }

    /// <summary>One return of the owner in the midst of a render; false when the picture was rendered by then.</summary>
    public async Task<bool> ReturnAsync(Latencies gone, Latencies requeued, CancellationToken cancellationToken)
    {
        var requests = _requests ?? throw new InvalidOperationException("Not started.");
        _owner.Touch(false);
        var settings = new RenderSettings { Prompt = "a red house on green hills", Steps = 100 };
        var key = $"trial-{_asked++}";
        var request = (await requests.SubmitAsync(new() { RequestKey = key, Settings = settings, Count = 1, Seed = 7 }, cancellationToken: cancellationToken)).Request.RequestId;
        using var watch = requests.Watch(new() { RequestId = request }, cancellationToken: cancellationToken);
        await UntilAsync(watch, job => job.State is JobState.Leased && job.Step > 0, cancellationToken);
        await Task.Delay(TimeSpan.FromMilliseconds(_chance.Next(MostMilliseconds)), TimeProvider.System, cancellationToken);
        using var process = Process.GetProcessById(Processes.Ids.Single());

        var touched = Stopwatch.GetTimestamp();
        _owner.Touch(true);
        await process.WaitForExitAsync(cancellationToken);
        gone.AddSince(touched);
        var job = await UntilAsync(watch, job => job.State is not JobState.Leased, cancellationToken);
        if (job.State == JobState.Queued)
            requeued.AddSince(touched);
        await requests.CancelAsync(new() { RequestId = request, RequestKey = key }, cancellationToken: cancellationToken);
        return job.State == JobState.Queued;
    }

    public async ValueTask DisposeAsync()
    {
        if (_worker is not null)
        {
            await _worker.StopAsync();
            _worker.Dispose();
        }
        _data?.Dispose();
        await (_coordinator?.DisposeAsync() ?? default);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private RenderProcesses Processes => _worker?.Services.GetRequiredService<RenderProcesses>() ?? throw new InvalidOperationException("Not started.");

    private async Task OpenAsync()
    {
        _coordinator = await CoordinatorHost.BuildAsync([
            "--urls", "http://127.0.0.1:0", "--Data:Folder", _folder["coordinator"], "--Models:Folder", Path.Combine(PocketFolder.Path, ".."), "--Jobs:AnonymousPerDay", "0", "--Logging:LogLevel:Default", "Warning"]);
        await _coordinator.StartAsync();
        var address = _coordinator.Urls.Single();
        _requests = new(Grpc.Net.Client.GrpcChannel.ForAddress(address));
        (_data, var problem) = DataFolder.Take(_folder["worker"]);
        var command = new ChildCommand("dotnet", [Path.Combine(AppContext.BaseDirectory, "laiongrid-worker.dll"), ChildCommand.Name, "--device", "cpu"]);
        _worker = WorkerHost.Build(new() { Coordinator = new(address), DataFolder = "", Name = "guest" }, _data ?? throw new InvalidOperationException(problem), services => services
            .AddLogging(logging => logging.ClearProviders()).RemoveAll<IProbe>().AddSingleton<IProbe>(_owner).Replace(ServiceDescriptor.Scoped(_ => command)));
        await _worker.StartAsync();
    }

    private static async Task<JobView> UntilAsync(AsyncServerStreamingCall<RequestView> watch, Func<JobView, bool> until, CancellationToken cancellationToken)
    {
        while (await watch.ResponseStream.MoveNext(cancellationToken))
        {
            if (until(watch.ResponseStream.Current.Jobs[0]))
                return watch.ResponseStream.Current.Jobs[0];
        }
        throw new InvalidOperationException("The request ended.");
    }
}
