using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Worker.Tests.Loop;
using LaionGrid.Worker.Uplink;
using Microsoft.AspNetCore.Http;
using Lease = LaionGrid.Worker.Uplink.Lease;

namespace LaionGrid.Worker.Tests.Uplink;

public sealed class UplinkTests
{
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(200_000);
    private static readonly Lease Held = new("lease", 7, TimeSpan.FromSeconds(4), "paper", null, IsCheck: false, 51);

    [Fact]
    public async Task Fetch_WhenTheConnectionBreaks_GoesOnFromTheLastByte()
    {
        var offsets = new List<long>();
        using var part = new TellingStream();
        await using var grid = await new ScriptedGrid
        {
            OnFetch = async (call, request, stream, context) =>
            {
                offsets.Add(request.Offset);
                await stream.WriteAsync(new() { Data = ByteString.CopyFrom(Content.AsSpan((int)request.Offset, 50_000)) });
                if (call < 2)
                {
                    Assert.True(await part.WrittenAsync()); // or what was sent would be cut off with the rest
                    context.GetHttpContext().Abort();
                }
                else
                    await stream.WriteAsync(new() { Data = ByteString.CopyFrom(Content.AsSpan((int)request.Offset + 50_000)) });
            },
        }.StartAsync();

        Assert.Null(await grid.Models.FetchAsync("hash", Content.Length, part, default));

        Assert.Equal(Content, part.ToArray());
        Assert.Equal(0, offsets[0]);
        Assert.True(offsets.Count == 3 && offsets[2] > 0 && offsets.SequenceEqual(offsets.Order()), string.Join(' ', offsets));
    }

    [Fact]
    public async Task Fetch_WhenMoreComesThanTheManifestSays_KeepsNoMore()
    {
        await using var grid = await new ScriptedGrid
        {
            OnFetch = async (_, _, stream, _) => await stream.WriteAsync(new() { Data = ByteString.CopyFrom(Content) }),
        }.StartAsync();
        using var part = new MemoryStream();

        Assert.Null(await grid.Models.FetchAsync("hash", 1_000, part, default));

        Assert.Equal(1_000, part.Length);
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

    /// <summary>Says when something was written.</summary>
    private sealed class TellingStream : MemoryStream
    {
        private readonly SemaphoreSlim _written = new(0);

        public Task<bool> WrittenAsync() => _written.WaitAsync(WorkerUnderTest.Soon);

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await base.WriteAsync(buffer, cancellationToken);
            _written.Release();
        }

        protected override void Dispose(bool disposing)
        {
            _written.Dispose();
            base.Dispose(disposing);
        }
    }
}
