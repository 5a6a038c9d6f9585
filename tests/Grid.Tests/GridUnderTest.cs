using LaionGrid.Coordinator;
using LaionGrid.TestKit;
using LaionGrid.Web;
using LaionGrid.Worker;
using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Loop;
using LaionGrid.Worker.Rendering;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace LaionGrid.Grid.Tests;

/// <summary>Coordinator, site, worker and referee in this process, with the real engine and the bundled model, over a folder of its own.</summary>
public sealed class GridUnderTest : IAsyncLifetime, IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<IHost> _workers = [];
    private readonly List<DataFolder> _locks = [];
    private WebApplication? _coordinator;
    private WebApplication? _site;
    private Site? _visitor;

    /// <summary>False leaves it to a test who renders.</summary>
    public bool HasWorker { get; init; } = true;

    /// <summary>Whose sub-folders are the bundles.</summary>
    public string Models { get; init; } = Repository.Models;

    /// <summary>More of the coordinator's, in front of which the usual ones stand.</summary>
    public string[] Settings { get; init; } = [];

    public string Address => _coordinator?.Urls.Single() ?? throw new InvalidOperationException("The grid is not started.");

    public Site Site => _visitor ?? throw new InvalidOperationException("The grid is not started.");

    public static async Task<GridUnderTest> StartAsync(bool hasWorker = true, string? models = null, params string[] settings)
    {
        var grid = new GridUnderTest { HasWorker = hasWorker, Models = models ?? Repository.Models, Settings = settings };
        await grid.InitializeAsync();
        return grid;
    }

    public async Task InitializeAsync()
    {
        _coordinator = await CoordinatorHost.BuildAsync([
            "--urls", "http://127.0.0.1:0", "--Data:Folder", _folder["coordinator"], "--Models:Folder", Models, "--Accounts:SiteKeyFile", _folder["site/site.pub"], "--Sources:AreTaken", "true", "--Verification:EnrolmentCanaries", "0", "--Logging:LogLevel:Default", "Warning", .. Settings]);
        await _coordinator.StartAsync();
        var address = _coordinator.Urls.Single();
        _site = SiteHost.Build(["--urls", "http://127.0.0.1:0", "--Coordinator:Address", address, "--Site:Folder", _folder["site"], "--Logging:LogLevel:Default", "Warning"]);
        await _site.StartAsync();
        _visitor = new Site(new Uri(_site.Urls.Single()));
        if (HasWorker)
            await StartWorkerAsync(new WorkerSettings { Coordinator = new(address), DataFolder = _folder["worker"], Name = "lark", Contributor = "Ada", Rules = new() { Always = true } });
        var key = (await File.ReadAllTextAsync(Path.Combine(_folder["coordinator"], "operator.key"))).Trim();
        await StartWorkerAsync(new WorkerSettings { Coordinator = new(address), DataFolder = _folder["referee"], Name = "judge", IsReferee = true, JoiningKey = key, Rules = new() { Always = true } });
    }

    private async Task StartWorkerAsync(WorkerSettings settings)
    {
        var (folder, problem) = DataFolder.Take(settings.DataFolder);
        _locks.Add(folder ?? throw new InvalidOperationException(problem));
        // This process is the test runner, so the render process is named outright.
        var render = new ChildCommand("dotnet", [Repository.Program("laiongrid-worker"), ChildCommand.Name, "--device", "cpu"]);
        var host = WorkerHost.Build(settings, folder, services => services.Replace(ServiceDescriptor.Singleton(render)));
        _workers.Add(host);
        await host.StartAsync();
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

    public async Task DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.StopAsync();
            worker.Dispose();
        }
        _locks.ForEach(one => one.Dispose());
        _visitor?.Dispose();
        await EndAsync(_site);
        await EndAsync(_coordinator);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    /// <summary>Disposing alone does not wait for what runs in the background, which then writes into a folder that is being deleted.</summary>
    private static async Task EndAsync(WebApplication? app)
    {
        if (app is null)
            return;
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
