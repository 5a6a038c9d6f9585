using System.Threading.Channels;
using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Worker.Tests.Loop;

namespace LaionGrid.Worker.Tests.Uplink;

/// <summary>The stream of one attending worker: the test writes what it is told and reads how it attended. A new stream waits until the old is gone.</summary>
internal sealed class ScriptedStream : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Channel<Notice?> _notices = Channel.CreateUnbounded<Notice?>();
    private readonly Channel<AttendRequest> _attended = Channel.CreateUnbounded<AttendRequest>();
    private ServerCallContext? _current;

    /// <summary>Whether the worker attended once more than was asked for.</summary>
    public bool HasAttendedAnew => _attended.Reader.TryPeek(out _);

    /// <summary>What the next stream refuses the worker with; null when it does not.</summary>
    public RpcException? Refusal { get; set; }

    public Task<AttendRequest> AttendedAsync() => _attended.Reader.ReadAsync().AsTask().WaitAsync(WorkerUnderTest.Soon);

    public void Offer(string id) => Tell(new() { OfferId = id, CreditMflop = 51 });

    public void Stop(string id) => Tell(new() { StopLeaseId = id });

    public void Reveal(string id, long fence) => Tell(new() { RevealLeaseId = id, RevealFence = fence });

    public void Tell(Notice notice) => _notices.Writer.TryWrite(notice);

    /// <summary>Ends the stream politely, after all that was told before.</summary>
    public void End() => _notices.Writer.TryWrite(null);

    /// <summary>Cuts it off.</summary>
    public void Break() => _current?.GetHttpContext().Abort();

    /// <summary>Waits until no worker attends.</summary>
    public async Task LeftAsync()
    {
        Assert.True(await _one.WaitAsync(WorkerUnderTest.Soon));
        _one.Release();
    }

    public async Task RunAsync(AttendRequest request, IServerStreamWriter<Notice> stream, ServerCallContext context)
    {
        await _one.WaitAsync(context.CancellationToken);
        try
        {
            if (Refusal is { } refusal)
                throw refusal;
            _current = context;
            _attended.Writer.TryWrite(request);
            while (await _notices.Reader.ReadAsync(context.CancellationToken) is { } notice)
                await stream.WriteAsync(notice, context.CancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}
