using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;

namespace LaionGrid.Benchmarks.Load;

/// <summary>The coordinators of a run over one database and one folder of blobs, and what the harness asks them as their operator.</summary>
internal sealed class LoadGrid : IAsyncDisposable
{
    private const int Enrolling = 16; // at once

    private readonly List<CoordinatorProcess> _coordinators = [];
    private readonly ConcurrentBag<GrpcChannel> _channels = [];
    private readonly string _dataFolder;

    private LoadGrid(string dataFolder) => _dataFolder = dataFolder;

    /// <summary>One for each coordinator, for whoever asks for pictures.</summary>
    public IReadOnlyList<GrpcChannel> Channels { get; private set; } = [];

    public TimeSpan Processor => TimeSpan.FromTicks(_coordinators.Sum(one => one.Processor.Ticks));

    /// <summary>Of all coordinators together.</summary>
    public double ResidentMiB => _coordinators.Sum(one => one.ResidentMiB);

    public IReadOnlyList<string> Said => [.. _coordinators.SelectMany(one => one.Said)];

    /// <summary>Starts one after the other: the first makes the schema. With jobs that wait beforehand it is started for that alone, and then the queue is filled.</summary>
    public static async Task<LoadGrid> StartAsync(LoadOptions options, LoadDatabase database, string dataFolder, CancellationToken cancellationToken)
    {
        var arguments = Arguments(options, dataFolder);
        if (options.Queued > 0)
            await FillAsync(options, database, arguments, cancellationToken);
        var grid = new LoadGrid(dataFolder);
        try
        {
            for (var index = 0; index < options.Coordinators; index++)
                grid._coordinators.Add(await CoordinatorProcess.StartAsync(database.ConnectionString, arguments, cancellationToken));
        }
        catch
        {
            await grid.DisposeAsync();
            throw;
        }
        grid.Channels = [.. grid._coordinators.Select(one => grid.Open(one))];
        return grid;
    }

    /// <summary>Enrols workers, spread evenly over the coordinators. Those of one coordinator share connections in groups.</summary>
    public async Task<IReadOnlyList<LoadWorker>> EnrolAsync(string name, int count, WorkerRole role, int workersPerClient, CancellationToken cancellationToken)
    {
        var clients = Enumerable.Range(0, count).Select(index => (Coordinator: index % _coordinators.Count, Group: index / _coordinators.Count / workersPerClient)).ToList();
        var channels = clients.Distinct().ToDictionary(client => client, client => Open(_coordinators[client.Coordinator]));
        var workers = new LoadWorker[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = Enrolling, CancellationToken = cancellationToken }, async (index, token) =>
            workers[index] = await EnrolAsync($"{name}-{index}", role, channels[clients[index]], token));
        return workers;
    }

    /// <summary>What the coordinators have counted together; null while they serve no vitals.</summary>
    public async Task<(long Statements, int Attending)?> VitalsAsync(CancellationToken cancellationToken)
    {
        var (statements, attending) = (0L, 0);
        foreach (var channel in Channels)
        {
            try
            {
                var vitals = await new Operations.OperationsClient(channel).GetVitalsAsync(new(), LoadClient.Call(Operator, cancellationToken));
                (statements, attending) = (statements + vitals.Statements, attending + vitals.Attending);
            }
            catch (RpcException error) when (error.StatusCode == StatusCode.Unimplemented)
            {
                return null;
            }
        }
        return (statements, attending);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var coordinator in _coordinators)
            await coordinator.DisposeAsync();
        foreach (var channel in _channels)
            channel.Dispose();
    }

    private Metadata Operator => LoadClient.Bearer(File.ReadAllText(Path.Combine(_dataFolder, "operator.key")).Trim());

    private GrpcChannel Open(CoordinatorProcess coordinator)
    {
        var channel = LoadClient.Open(coordinator.Address);
        _channels.Add(channel);
        return channel;
    }

    private async Task<LoadWorker> EnrolAsync(string name, WorkerRole role, GrpcChannel channel, CancellationToken cancellationToken)
    {
        var fleet = new Fleet.FleetClient(channel);
        var enrolled = await fleet.EnrollAsync(
            new() { EnrollKey = $"{name}-{Guid.NewGuid():N}", WorkerName = name, Role = role },
            LoadClient.Call(role == WorkerRole.Referee ? Operator : null, cancellationToken));
        var machine = new ReportRequest { Version = "load", Platform = "linux-x64", Devices = { new Device { Name = "A played card", Provider = "CUDA", MemoryMib = 8192 } } };
        await fleet.ReportAsync(machine, LoadClient.Call(LoadClient.Bearer(enrolled.WorkerKey), cancellationToken));
        return new(channel, enrolled.WorkerKey);
    }

    private static async Task FillAsync(LoadOptions options, LoadDatabase database, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        await using (var coordinator = await CoordinatorProcess.StartAsync(database.ConnectionString, arguments, cancellationToken))
        {
            using var channel = LoadClient.Open(coordinator.Address);
            await new Requests.RequestsClient(channel).SubmitAsync(Submitter.Ask("queued-0", "queued-0", QueueFiller.FirstSeed), LoadClient.Call(null, cancellationToken));
        }
        await using var connection = await database.OpenAsync(cancellationToken);
        await QueueFiller.FillAsync(connection, options.Database, options.Queued, cancellationToken);
    }

    /// <summary>Every contributor counts as proven, so that the least share that may be audited is.</summary>
    private static IReadOnlyList<string> Arguments(LoadOptions options, string dataFolder) =>
    [
        "--Data:Folder", dataFolder, "--Models:Folder", Path.GetDirectoryName(PocketFolder.Path)!, // a folder in the repository has a parent
        "--Logging:LogLevel:Default", "Warning", "--Logging:LogLevel:LaionGrid", "Warning",
        "--Jobs:MaxQueued", "10000000", "--Jobs:AnonymousWaiting", "0", "--Jobs:AnonymousPerDay", "0", "--Jobs:NewWaiting", "0", "--Jobs:NewPerDay", "0", "--Verification:EnrolmentCanaries", "0", "--Verification:ProvingAudits", "0", "--Verification:RateTimesPassed", "0", "--Verification:SteadyRate", "0.01",
        "--Verification:AlikeBits", "-1", // pictures here all look the same: they are searched for, and then none is taken for a copy
        .. options.Settings.Select(setting => $"--{setting}"),
    ];
}
