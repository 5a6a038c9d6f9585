using Grpc.Core;
using Grpc.Core.Interceptors;
using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;
using LaionGrid.TestKit.Chaos;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace LaionGrid.Grid.Tests;

/// <summary>
/// A coordinator in a process of its own, and workers that render at once, each behind a network of its own that may fail. All calls are
/// tried again until they are answered, some are sent twice, and the seed decides which.
/// </summary>
internal sealed class ChaosGrid : IAsyncDisposable
{
    private const int Volunteers = 4;
    private const string Operator = "operator.key";

    private readonly TemporaryFolder _folder = new();
    private readonly Crew _crew = new();
    private readonly List<UnreliableProxy> _networks = [];
    private readonly PostgresCluster? _cluster;
    private readonly Part _coordinator;
    private readonly CallInvoker _open;
    private readonly int _port = LoopbackPort.Free();
    private readonly List<string> _requests = [];

    private ChaosGrid(PostgresCluster? cluster)
    {
        _cluster = cluster;
        _open = _crew.ChannelTo($"http://127.0.0.1:{_port}").Intercept(Patient());
        _coordinator = new("laiongrid-coordinator", [
            "--urls", $"http://127.0.0.1:{_port}", "--Data:Folder", Data, "--Models:Folder", PaperBundle.WriteTo(_folder), "--Leases:Seconds", "3", "--Leases:OfferSeconds", "1",
            "--Jobs:MaxFailures", "20", "--Jobs:AnonymousWaiting", "0", "--Jobs:AnonymousPerDay", "0", "--Verification:EnrolmentCanaries", "2", "--Verification:ProvingAudits", "5", "--Verification:SteadyRate", "0.1",
            .. cluster is null ? Array.Empty<string>() : ["--Storage:ConnectionString", cluster.ConnectionString]]);
    }

    public static async Task<ChaosGrid> StartAsync(int seed, PostgresCluster? cluster)
    {
        var grid = new ChaosGrid(cluster);
        grid._coordinator.Start();
        for (var index = 0; index <= Volunteers; index++)
            await grid.EnrollAsync(index, seed);
        return grid;
    }

    public int Asked => 8 * _requests.Count;

    public int Delivered => _crew.Delivered;

    public string Said => _coordinator.Output;

    /// <summary>Queues eight pictures.</summary>
    public async Task AskAsync()
    {
        var ask = _requests.Count + 1;
        var submitted = await new Requests.RequestsClient(_open).SubmitAsync(new() { RequestKey = $"ask-{ask}", Settings = new() { Prompt = "a boat" }, Count = 8, Seed = 8 * ask });
        _requests.Add(submitted.Request.RequestId);
    }

    /// <summary>Something breaks, stays broken for so long, and is whole again.</summary>
    public async Task BreakAsync(Random random, TimeSpan lasting)
    {
        var network = _networks[random.Next(_networks.Count)];
        switch (random.Next(_cluster is null ? 6 : 7))
        {
            case 0 or 1:
                _coordinator.Kill();
                await LastAsync(lasting, _coordinator.Start);
                break;
            case 2:
                await _crew.RestartAsync(random.Next(_crew.Size));
                break;
            case 3:
                network.Cut();
                await LastAsync(lasting, network.Heal);
                break;
            case 4:
                network.Stall();
                await LastAsync(lasting, network.Heal);
                break;
            case 5:
                network.Drop();
                break;
            default:
                _cluster!.Kill(); // drawn only when there is one
                await LastAsync(lasting, _cluster.Start);
                break;
        }
    }

    /// <summary>What is wrong once the grid has come to rest; empty when every picture is there and was paid once.</summary>
    public async Task<IReadOnlyList<string>> AuditAsync(TimeSpan patience)
    {
        await using System.Data.Common.DbConnection database = _cluster is null
            ? new SqliteConnection($"Data Source={Path.Combine(Data, "grid.db")};Mode=ReadOnly;Default Timeout=30")
            : new NpgsqlConnection(_cluster.ConnectionString);
        await database.OpenAsync();
        return await new GridAudit { Database = database, HasBlob = GridAudit.BlobsIn(Data) }.UntilCleanAsync(patience);
    }

    /// <summary>Pictures that those who asked have.</summary>
    public async Task<int> DoneAsync()
    {
        var (requests, done) = (new Requests.RequestsClient(_open), 0);
        foreach (var request in _requests)
            done += (await requests.GetAsync(new() { RequestId = request })).Jobs.Count(job => job.State == JobState.Done);
        return done;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var network in _networks)
            network.Heal();
        await _crew.DisposeAsync();
        foreach (var network in _networks)
            await network.DisposeAsync();
        _coordinator.Dispose();
        NpgsqlConnection.ClearAllPools();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private string Data => _folder["coordinator"];

    private async Task EnrollAsync(int index, int seed)
    {
        var role = index == 0 ? WorkerRole.Referee : WorkerRole.Volunteer;
        var fleet = new Fleet.FleetClient(_open);
        await new Board.BoardClient(_open).GetNetworkAsync(new()); // it answers, so its key file is there
        var headers = role == WorkerRole.Referee ? new Metadata { { "authorization", $"Bearer {(await File.ReadAllTextAsync(Path.Combine(Data, Operator))).Trim()}" } } : [];
        var enrolled = await fleet.EnrollAsync(new() { EnrollKey = $"{index}-{new string('x', 40)}", WorkerName = $"worker-{index}", Role = role }, headers);
        var network = new UnreliableProxy(_port);
        _networks.Add(network);
        _crew.Add(new FastWorker(_crew.ChannelTo(network.Address).Intercept(new DuplicatingInterceptor((seed * 100) + index, share: 0.1)).Intercept(Patient()), enrolled.WorkerKey));
    }

    private static async Task LastAsync(TimeSpan lasting, Action heal)
    {
        await Task.Delay(lasting, TimeProvider.System);
        heal();
    }

    private static RetryingInterceptor Patient() => new(eachLasts: TimeSpan.FromSeconds(2), patience: TimeSpan.FromMinutes(2));
}
