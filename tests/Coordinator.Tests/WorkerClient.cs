using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests;

/// <summary>A worker made of bare calls.</summary>
internal sealed class WorkerClient(GrpcChannel channel, string key)
{
    private readonly Work.WorkClient _work = new(channel);

    public string Key => key;

    public Work.WorkClient Work => _work;

    public static async Task<WorkerClient> EnrollAsync(CoordinatorUnderTest grid, string name, WorkerRole role = WorkerRole.Volunteer)
    {
        using var channel = grid.Channel(role == WorkerRole.Referee ? grid.OperatorKey : null);
        var enrolled = await new Contracts.V1.Fleet.FleetClient(channel).EnrollAsync(new() { EnrollKey = $"{name}-{new string('x', 40)}", WorkerName = name, Role = role });
        return new(grid.Channel(enrolled.WorkerKey), enrolled.WorkerKey);
    }

    /// <summary>The same worker over a restarted coordinator.</summary>
    public WorkerClient Over(CoordinatorUnderTest grid) => new(grid.Channel(key), key);

    public AsyncServerStreamingCall<Notice> Attend(TimeSpan patience) => _work.Attend(new(), deadline: DateTime.UtcNow + patience);

    public async Task<Lease> ClaimAsync()
    {
        using var notices = Attend(TimeSpan.FromSeconds(30));
        Assert.True(await notices.ResponseStream.MoveNext());
        return await ClaimAsync(notices.ResponseStream.Current.OfferId);
    }

    public async Task<Lease> ClaimAsync(string offer) => await _work.ClaimAsync(new() { OfferId = offer });

    /// <summary>Renders whatever is offered, on one stream, until it is told to end.</summary>
    public async Task WorkAsync(byte[] png, CancellationToken ending)
    {
        using var notices = _work.Attend(new(), cancellationToken: ending);
        try
        {
            while (await notices.ResponseStream.MoveNext(ending))
                await DeliverAsync(await ClaimAsync(notices.ResponseStream.Current.OfferId), png);
        }
        catch (Exception error) when (ending.IsCancellationRequested && error is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
        {
            // Told to end.
        }
    }

    public async Task RenderOneAsync(byte[] png, PictureScores? scores = null)
    {
        var lease = await ClaimAsync();
        await _work.HeartbeatAsync(new() { Lease = Token(lease), Step = 2, Preview = ByteString.CopyFrom(png) });
        await DeliverAsync(lease, png, scores);
    }

    public async Task DeliverAsync(Lease lease, byte[] png, PictureScores? scores = null)
    {
        await UploadAsync(lease, png);
        await _work.CompleteAsync(new() { Lease = Token(lease), PictureSha256 = Hash(png), EngineVersion = "test", Scores = scores });
    }

    public async Task UploadAsync(Lease lease, byte[] png)
    {
        using var upload = _work.Upload();
        await upload.RequestStream.WriteAsync(new() { Lease = Token(lease), TotalBytes = png.Length, Sha256 = Hash(png) });
        foreach (var part in png.Chunk(100))
            await upload.RequestStream.WriteAsync(new() { Data = ByteString.CopyFrom(part) });
        await upload.RequestStream.CompleteAsync();
        Assert.Equal(Hash(png), (await upload).Sha256);
    }

    public static LeaseToken Token(Lease lease) => new() { LeaseId = lease.LeaseId, Fence = lease.Fence };

    public static string Hash(byte[] png) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(png));
}
