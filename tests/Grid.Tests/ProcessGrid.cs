using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;

namespace LaionGrid.Grid.Tests;

/// <summary>Coordinator, worker and referee as real processes over one folder, to be killed and started again.</summary>
internal sealed class ProcessGrid : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly GrpcChannel _channel;

    /// <param name="device">What the worker renders on.</param>
    public ProcessGrid(string device = "cpu")
    {
        var address = $"http://127.0.0.1:{LoopbackPort.Free()}";
        _channel = GrpcChannel.ForAddress(address);
        Coordinator = new("laiongrid-coordinator", "--urls", address, "--Data:Folder", _folder["coordinator"], "--Models:Folder", Repository.Models, "--Leases:Seconds", "5", "--Verification:EnrolmentCanaries", "0");
        Worker = new("laiongrid-worker", "--coordinator", address, "--data", _folder["worker"], "--name", "lark", "--device", device, "--always", "yes");
        Referee = new("laiongrid-worker", "--coordinator", address, "--data", _folder["referee"], "--name", "judge", "--device", "cpu",
            "--referee", "--operator-key-file", Path.Combine(_folder["coordinator"], "operator.key"));
    }

    public Part Coordinator { get; }

    public Part Worker { get; }

    public Part Referee { get; }

    public Requests.RequestsClient Requests => new(_channel);

    public Board.BoardClient Board => new(_channel);

    /// <summary>The coordinator answers from here on; the others may join.</summary>
    public Task StartCoordinatorAsync()
    {
        Coordinator.Start();
        return AnswersAsync();
    }

    /// <summary>Waits, also over an outage, until the first job is as wanted.</summary>
    public async Task<JobView> UntilAsync(string request, Func<JobView, bool> isSo) => (await UntilAllAsync(request, view => isSo(view.Jobs[0]))).Jobs[0];

    /// <summary>Waits, also over an outage, until the request is as wanted; its views are shown one by one.</summary>
    public async Task<RequestView> UntilAllAsync(string request, Func<RequestView, bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (true)
        {
            try
            {
                using var watch = Requests.Watch(new() { RequestId = request }, new CallOptions(cancellationToken: patience.Token).WithWaitForReady());
                await foreach (var view in watch.ResponseStream.ReadAllAsync(patience.Token))
                {
                    if (isSo(view))
                        return view;
                }
                throw new InvalidOperationException($"The request ended otherwise.\n{Said}");
            }
            catch (RpcException error) when (error.StatusCode == StatusCode.Unavailable)
            {
                await AnswersAsync();
            }
            catch (Exception error) when (patience.IsCancellationRequested)
            {
                throw new TimeoutException($"The request did not get there.\n{Said}", error);
            }
        }
    }

    public void Dispose()
    {
        foreach (var part in new[] { Worker, Referee, Coordinator })
            part.Dispose();
        _channel.Dispose();
        _folder.Dispose();
    }

    private string Said => $"coordinator:\n{Coordinator.Output}\nworker:\n{Worker.Output}\nreferee:\n{Referee.Output}";

    private Task AnswersAsync() => _channel.ConnectAsync(new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token);
}
