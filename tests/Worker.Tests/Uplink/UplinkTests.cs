using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Worker.Tests.Loop;
using LaionGrid.Worker.Uplink.Leases;
using Lease = LaionGrid.Worker.Uplink.Leases.Lease;

namespace LaionGrid.Worker.Tests.Uplink;

public sealed class UplinkTests
{
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(200_000);
    private static readonly Lease Held = new("lease", 7, TimeSpan.FromSeconds(4), "paper", null, IsCheck: false, 51);

    [Fact]
    public async Task Read_ARunOfAFile_BringsNoMoreThanWasAskedFor()
    {
        Contracts.V1.FetchFileRequest? asked = null;
        await using var grid = await new ScriptedGrid
        {
            OnFetch = async (_, request, stream, _) =>
            {
                asked = request;
                await stream.WriteAsync(new() { Data = ByteString.CopyFrom(Content) }); // an older coordinator, which knows of no length
            },
        }.StartAsync();
        var kept = new List<byte>();

        Assert.Null(await grid.Models.ReadAsync("hash", 7, 1_000, data => Keep(kept, data), default));

        Assert.Equal((7, 1_000), (asked?.Offset, asked?.Length));
        Assert.Equal(Content[..1_000], kept);
    }

    [Theory, InlineData(StatusCode.Unavailable, true), InlineData(StatusCode.NotFound, false)]
    public async Task Read_WhenItIsRefused_TellsWhetherThatMayPass(StatusCode status, bool mayPass)
    {
        await using var grid = await new ScriptedGrid { OnFetch = (_, _, _, _) => throw ScriptedGrid.Refuse(status, "file.unknown") }.StartAsync();

        Assert.Equal(("No.", mayPass), await grid.Models.ReadAsync("hash", 0, 1_000, _ => ValueTask.CompletedTask, default));
    }

    [Fact]
    public async Task Read_WhenTheConnectionBreaks_KeepsWhatCameAndMayPass()
    {
        using var hasCome = new SemaphoreSlim(0);
        await using var grid = await new ScriptedGrid
        {
            OnFetch = async (_, _, stream, context) =>
            {
                await stream.WriteAsync(new() { Data = ByteString.CopyFrom(Content.AsSpan(0, 50_000)) });
                Assert.True(await hasCome.WaitAsync(WorkerUnderTest.Soon)); // or what was sent would be cut off with the rest
                context.GetHttpContext().Abort();
            },
        }.StartAsync();
        var kept = new List<byte>();

        var fault = await grid.Models.ReadAsync("hash", 0, 100_000, data => { hasCome.Release(); return Keep(kept, data); }, default);

        Assert.True(fault is { MayPass: true });
        Assert.Equal(Content[..50_000], kept);
    }

    [Fact]
    public async Task Upload_WhenTheCoordinatorWasAway_IsSentWholeAgain()
    {
        byte[] arrived = [];
        await using var grid = await new ScriptedGrid
        {
            OnUpload = async (call, chunks) =>
            {
                if (call == 0)
                    throw new RpcException(new Status(StatusCode.Unavailable, "restarting"));
                var all = await chunks.ReadAllAsync().ToListAsync();
                Assert.All(all, chunk => Assert.InRange(chunk.Data.Length, 1, 64 * 1024));
                Assert.Equal((7, Content.Length, ""), (all[0].Lease.Fence, all[0].TotalBytes, all[1].Sha256));
                arrived = all.SelectMany(chunk => chunk.Data).ToArray();
                return new();
            },
        }.StartAsync();

        Assert.Null(await grid.Work.UploadAsync(Held, Content, default));

        Assert.Equal(Content, arrived);
    }

    [Fact]
    public async Task Upload_WhenAnsweredBeforeItsEnd_TakesTheAnswer()
    {
        await using var grid = await new ScriptedGrid
        {
            OnUpload = async (_, chunks) =>
            {
                await chunks.MoveNext(default);
                throw ScriptedGrid.Refuse(StatusCode.FailedPrecondition, "lease.stale");
            },
        }.StartAsync();

        var refusal = await grid.Work.UploadAsync(Held, new byte[8_000_000], default);

        Assert.True(refusal?.IsLeaseOver, refusal?.Code);
        Assert.Equal(1, grid.Uploads);
    }

    [Theory, InlineData(StatusCode.FailedPrecondition, "lease.stale"), InlineData(StatusCode.NotFound, "lease.unknown"), InlineData(StatusCode.Unauthenticated, "key.unknown")]
    public async Task Heartbeat_WhenTheLeaseIsOver_SaysStop(StatusCode status, string code)
    {
        await using var grid = await new ScriptedGrid { OnHeartbeat = (_, _) => throw ScriptedGrid.Refuse(status, code) }.StartAsync();

        Assert.Equal(HeartbeatAnswer.Stop, await grid.Work.HeartbeatAsync(Held, 1, default, default));
    }

    [Fact]
    public async Task Heartbeat_WhenTheCoordinatorIsAway_IsUnheardAndNotRepeated()
    {
        await using var grid = await new ScriptedGrid { OnHeartbeat = (_, _) => throw new RpcException(new Status(StatusCode.Unavailable, "away")) }.StartAsync();

        Assert.Equal(HeartbeatAnswer.Unheard, await grid.Work.HeartbeatAsync(Held, 1, default, default));

        Assert.Equal(1, grid.Heartbeats);
    }

    private static ValueTask Keep(List<byte> kept, ReadOnlyMemory<byte> data)
    {
        kept.AddRange(data.Span);
        return ValueTask.CompletedTask;
    }
}
