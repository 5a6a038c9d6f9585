using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Net.Client;
using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;

namespace LaionGrid.Browser.Tests;

/// <summary>A worker made of bare calls, so that a test decides when each step happens.</summary>
internal sealed class PlayedWorker(GrpcChannel channel)
{
    private readonly Work.WorkClient _work = new(channel);

    public static async Task<PlayedWorker> EnrollAsync(CoordinatorUnderTest grid, string name, WorkerRole role = WorkerRole.Volunteer)
    {
        using var channel = grid.Channel(role == WorkerRole.Referee ? grid.OperatorKey : null);
        var enrolled = await new Fleet.FleetClient(channel).EnrollAsync(new() { EnrollKey = $"{name}-{new string('x', 40)}", WorkerName = name, Role = role });
        return new(grid.Channel(enrolled.WorkerKey));
    }

    /// <summary>Waits for an offer and takes it.</summary>
    public async Task<Lease> ClaimAsync()
    {
        using var offers = _work.Attend(new(), deadline: DateTime.UtcNow.AddSeconds(30));
        Assert.True(await offers.ResponseStream.MoveNext(CancellationToken.None));
        return await _work.ClaimAsync(new() { OfferId = offers.ResponseStream.Current.OfferId });
    }

    public async Task ReportStepAsync(Lease lease, int step, byte[] preview) =>
        await _work.HeartbeatAsync(new() { Lease = Token(lease), Step = step, Preview = ByteString.CopyFrom(preview) });

    public async Task DeliverAsync(Lease lease, byte[] png)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(png));
        using var upload = _work.Upload();
        await upload.RequestStream.WriteAsync(new() { Lease = Token(lease), TotalBytes = png.Length, Sha256 = sha256, Data = ByteString.CopyFrom(png) });
        await upload.RequestStream.CompleteAsync();
        await upload;
        await _work.CompleteAsync(new() { Lease = Token(lease), PictureSha256 = sha256, EngineVersion = "test" });
    }

    private static LeaseToken Token(Lease lease) => new() { LeaseId = lease.LeaseId, Fence = lease.Fence };
}
