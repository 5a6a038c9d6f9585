using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;
using LaionGrid.TestKit.Chaos;

namespace LaionGrid.Grid.Tests.Clusters;

/// <summary>A coordinator as a cluster's gateway reaches it, over a line whose bytes are counted, and an account for the cluster. Workers are jobs' and are started by the test.</summary>
internal sealed class SiteGrid : IAsyncDisposable
{
    private const int MostAsks = 50;

    private readonly TemporaryFolder _folder = new();
    private readonly GrpcChannel _channel;
    private readonly int _gatewayPort = LoopbackPort.Free();

    public SiteGrid(params string[] gatewayOptions)
    {
        var port = LoopbackPort.Free();
        Address = $"http://127.0.0.1:{port}";
        _channel = GrpcChannel.ForAddress(Address);
        Line = new(port);
        // A lease outlives every test: what comes back before was given back.
        Coordinator = new("laiongrid-coordinator", "--urls", Address, "--Data:Folder", Folder["coordinator"], "--Models:Folder", Repository.Models, "--Leases:Seconds", "3600", "--Jobs:AnonymousPerDay", "0", "--Jobs:AnonymousWaiting", "0", "--Verification:EnrolmentCanaries", "0");
        Gateway = new("laiongrid-worker", ["gateway", "--coordinator", Line.Address, "--listen", $"127.0.0.1:{_gatewayPort}", "--site", Folder["site"], "--cache", Folder["gateway"], .. gatewayOptions]);
    }

    public TemporaryFolder Folder => _folder;

    public string Address { get; }

    public UnreliableProxy Line { get; }

    public int GatewayPort => _gatewayPort;

    public Part Coordinator { get; }

    public Part Gateway { get; }

    /// <summary>Of the account that gets the cluster's credit.</summary>
    public string Key { get; private set; } = "";

    public Requests.RequestsClient Requests => new(_channel);

    public async Task StartCoordinatorAsync()
    {
        Coordinator.Start();
        await _channel.ConnectAsync(new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token);
        if (Key.Length == 0)
            Key = (await new Accounts.AccountsClient(_channel).CreateAsync(new() { Name = "cluster" })).Key;
    }

    /// <summary>A task of a job, on a node that knows nothing but its site's folder.</summary>
    public Part Node(string name, string? site = null) => new(
        "laiongrid-worker", "batch", "--site", site ?? Folder["site"], "--key", Key, "--scratch", Folder[name], "--identities", Folder["identities"], "--device", "cpu");

    public async Task<string> AskAsync(int count, int steps, string key = "once", long seed = 3) =>
        (await Requests.SubmitAsync(new() { RequestKey = key, Settings = new() { Prompt = "a green triangle on a white background", Steps = steps }, Count = count, Seed = seed })).Request.RequestId;

    /// <summary>Has pictures made, as many as it takes until so many workers have made some: one of them may come later than the rest.</summary>
    public async Task<IReadOnlyCollection<string>> RenderByAsync(int workers)
    {
        var makers = new HashSet<string>();
        for (var ask = 0; makers.Count < workers && ask < MostAsks; ask++)
        {
            var done = await UntilAsync(await AskAsync(count: 4, steps: 20, $"ask {ask}", seed: 4 * ask), view => view.Jobs.All(job => job.PictureSha256.Length > 0));
            makers.UnionWith(done.Jobs.Select(job => job.WorkerName));
        }
        return makers;
    }

    public async Task<RequestView> UntilAsync(string request, Func<RequestView, bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        RequestView? last = null;
        try
        {
            while (true)
            {
                using var watch = Requests.Watch(new() { RequestId = request }, new CallOptions(cancellationToken: patience.Token).WithWaitForReady());
                try
                {
                    while (await watch.ResponseStream.MoveNext(patience.Token))
                    {
                        if (isSo(last = watch.ResponseStream.Current))
                            return last;
                    }
                    throw new InvalidOperationException($"The request ended otherwise: {last}");
                }
                catch (RpcException error) when (error.StatusCode == StatusCode.Unavailable)
                {
                    await _channel.ConnectAsync(patience.Token); // it is being started again
                }
            }
        }
        catch (Exception error) when (patience.IsCancellationRequested)
        {
            throw new TimeoutException($"The request did not get there: {last}\ncoordinator:\n{Coordinator.Output}\ngateway:\n{Gateway.Output}", error);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Gateway.Dispose();
        Coordinator.Dispose();
        await Line.DisposeAsync();
        _channel.Dispose();
        _folder.Dispose();
    }
}
