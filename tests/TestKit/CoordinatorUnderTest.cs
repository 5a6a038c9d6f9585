using System.Data.Common;
using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Coordinator;
using LaionGrid.Coordinator.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace LaionGrid.TestKit;

/// <summary>
/// The real coordinator over a real database in a folder of its own. Unstarted, its loops stand still and a test turns them
/// by hand; started, it listens on a free loopback port.
/// </summary>
public sealed class CoordinatorUnderTest : IAsyncDisposable
{
    private readonly string? _database;
    private readonly string? _connection;
    private readonly string[] _args;
    private Action<IServiceCollection>? _adjust;
    private WebApplication? _app;

    private CoordinatorUnderTest(DatabaseKind kind, string? database, string? connection, string[] more)
    {
        (Kind, _database, _connection) = (kind, database, connection);
        var models = PaperBundle.WriteTo(Folder);
        _args = [
            "--urls", "http://127.0.0.1:0", "--Data:Folder", Folder["data"], "--Models:Folder", models, "--Accounts:SiteKeyFile", Folder["site.pub"],
            "--Jobs:AnonymousWaiting", "0", "--Jobs:AnonymousPerDay", "0", // tests ask for much
            "--Storage:BatchIntervalMs", "0", // tests call one after the other
            "--Verification:EnrolmentCanaries", "0", // or the first pictures of every story would earn nothing
            "--Logging:LogLevel:Default", "Warning", "--Logging:LogLevel:LaionGrid", "None",
            .. connection is null ? Array.Empty<string>() : ["--Storage:ConnectionString", connection],
            .. more];
    }

    public DatabaseKind Kind { get; }

    /// <summary>What another process needs to be a coordinator over the same data.</summary>
    public IReadOnlyList<string> Settings => _args;

    public ManualTime Time { get; } = new();

    public TemporaryFolder Folder { get; } = new();

    /// <summary>A site whose word about people this coordinator takes.</summary>
    public StagedSite Site => field ??= new(Folder["site.pub"], Get<TimeProvider>());

    public IServiceProvider Services => (_app ?? throw new InvalidOperationException("The coordinator is stopped.")).Services;

    /// <summary>A coordinator that is built but not started, with a clock that the test turns.</summary>
    public static Task<CoordinatorUnderTest> CreateAsync(DatabaseKind kind, params string[] settings) => CreateAsync(kind, null, settings);

    /// <summary>The same with last changes to its services.</summary>
    public static async Task<CoordinatorUnderTest> CreateAsync(DatabaseKind kind, Action<IServiceCollection>? adjust, params string[] settings)
    {
        var database = kind == DatabaseKind.Postgres ? $"grid_{Guid.NewGuid():N}" : null;
        var made = new CoordinatorUnderTest(kind, database, database is null ? null : await Postgres.CreateAsync(database), settings);
        made._adjust = services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(made.Time)).Replace(ServiceDescriptor.Singleton<ILoggerFactory>(NullLoggerFactory.Instance));
            adjust?.Invoke(services);
        };
        made._app = await CoordinatorHost.BuildAsync(made._args, made._adjust);
        return made;
    }

    /// <summary>A coordinator that runs, on the real clock.</summary>
    public static Task<CoordinatorUnderTest> StartAsync(DatabaseKind kind, params string[] settings) => StartAsync(kind, null, settings);

    /// <summary>A coordinator that runs.</summary>
    /// <param name="adjust">Last changes to its services at each start, such as another clock or a log.</param>
    public static async Task<CoordinatorUnderTest> StartAsync(DatabaseKind kind, Action<IServiceCollection>? adjust, params string[] settings)
    {
        var database = kind == DatabaseKind.Postgres ? $"grid_{Guid.NewGuid():N}" : null;
        var made = new CoordinatorUnderTest(kind, database, database is null ? null : await Postgres.CreateAsync(database), settings) { _adjust = adjust };
        await made.RunAsync();
        return made;
    }

    /// <summary>One more coordinator over the same PostgreSQL database and the same blobs, with a folder of its own. Dispose it before this one.</summary>
    public async Task<CoordinatorUnderTest> StartReplicaAsync(params string[] settings)
    {
        var replica = new CoordinatorUnderTest(Kind, null, _connection ?? throw new InvalidOperationException("Only a coordinator on PostgreSQL has equals."), settings);
        Directory.CreateDirectory(replica.Folder["data"]);
        var blobs = Directory.CreateDirectory(Folder[Path.Combine("data", "blobs")]);
        Directory.CreateSymbolicLink(replica.Folder[Path.Combine("data", "blobs")], blobs.FullName);
        await replica.RunAsync();
        return replica;
    }

    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    /// <summary>A background loop, to be turned by hand.</summary>
    public T Loop<T>() where T : IHostedService => Services.GetServices<IHostedService>().OfType<T>().Single();

    public string Address => _app is { } app ? app.Urls.Single() : throw new InvalidOperationException("The coordinator is stopped.");

    public GrpcChannel Channel(string? key = null)
    {
        var options = new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = true };
        if (key is not null)
            options.Credentials = ChannelCredentials.Create(ChannelCredentials.Insecure, CallCredentials.FromInterceptor((_, headers) =>
            {
                headers.Add("authorization", $"Bearer {key}");
                return Task.CompletedTask;
            }));
        return GrpcChannel.ForAddress(Address, options);
    }

    public string OperatorKey => File.ReadAllText(Folder[Path.Combine("data", "operator.key")]).Trim();

    /// <summary>Stops it and starts it again over the same data, on another port.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await RunAsync();
    }

    /// <summary>Builds one that is not started anew over the same data: all that it had in memory is lost.</summary>
    public async Task RebuildAsync()
    {
        await StopAsync();
        _app = await CoordinatorHost.BuildAsync(_args, _adjust);
    }

    private async Task RunAsync()
    {
        _app = await CoordinatorHost.BuildAsync(_args, _adjust);
        await _app.StartAsync();
    }

    /// <summary>Stops it; its database and folder stay until it is disposed.</summary>
    public async Task StopAsync()
    {
        if (_app is not { } app)
            return;
        _app = null;
        await app.StopAsync();
        await using (var db = await app.Services.GetRequiredService<IDbContextFactory<GridDb>>().CreateDbContextAsync())
            ClearPool(db.Database.GetDbConnection());
        await app.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_database is not null)
            await Postgres.DropAsync(_database);
        Folder.Dispose();
    }

    /// <summary>Its own: those of coordinators in other tests stay as they are.</summary>
    private static void ClearPool(DbConnection connection)
    {
        if (connection is NpgsqlConnection postgres)
            NpgsqlConnection.ClearPool(postgres);
        else
            SqliteConnection.ClearPool((SqliteConnection)connection);
    }
}
