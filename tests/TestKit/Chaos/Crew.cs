using Grpc.Core;
using Grpc.Net.Client;

namespace LaionGrid.TestKit.Chaos;

/// <summary>Fast workers that run until the crew is disposed, each of which may be killed and started again.</summary>
public sealed class Crew : IAsyncDisposable
{
    private readonly List<GrpcChannel> _channels = [];
    private readonly List<(FastWorker Worker, CancellationTokenSource Killed, Task Running)> _members = [];

    public int Size => _members.Count;

    /// <summary>Pictures that all of them completed.</summary>
    public int Delivered => _members.Sum(member => member.Worker.Delivered);

    /// <summary>A connection that is soon tried again when it is lost.</summary>
    public CallInvoker ChannelTo(string address)
    {
        var channel = GrpcChannel.ForAddress(address, new() { InitialReconnectBackoff = TimeSpan.FromMilliseconds(50), MaxReconnectBackoff = TimeSpan.FromMilliseconds(200) });
        _channels.Add(channel);
        return channel.CreateCallInvoker();
    }

    public void Add(FastWorker worker) => _members.Add(Start(worker));

    /// <summary>Whatever this one was at is lost, and it begins anew.</summary>
    public async Task RestartAsync(int index)
    {
        await EndAsync(_members[index]);
        _members[index] = Start(_members[index].Worker);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members)
            await EndAsync(member);
        _channels.ForEach(channel => channel.Dispose());
    }

    private static (FastWorker, CancellationTokenSource, Task) Start(FastWorker worker)
    {
        var killed = new CancellationTokenSource();
        return (worker, killed, worker.RunAsync(killed.Token));
    }

    private static async Task EndAsync((FastWorker Worker, CancellationTokenSource Killed, Task Running) member)
    {
        await member.Killed.CancelAsync();
        await member.Running;
        member.Killed.Dispose();
    }
}
