using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Edge;

/// <summary>Uploads that are refused at their first chunk, on the one connection that a site has for all of its people.</summary>
public sealed class RefusedUploadTests
{
    private const int Uploads = 300; // more than a server bears to cut within a few seconds
    private const int Chunks = 5;

    [Theory, OnSqlite]
    public async Task Uploads_RefusedOneAfterAnother_EachGetTheirReason(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(kind);
        using var channel = grid.Channel();
        var requests = new Requests.RequestsClient(channel);
        var answers = new Dictionary<string, int>();
        for (var upload = 0; upload < Uploads; upload++)
        {
            var answer = await RefusedAsync(requests);
            answers[answer] = answers.GetValueOrDefault(answer) + 1;
        }

        Assert.Equal([("InvalidArgument: requester", Uploads)], answers.Select(pair => (pair.Key, pair.Value)));
    }

    private static async Task<string> RefusedAsync(Requests.RequestsClient requests)
    {
        using var call = requests.UploadSource();
        try
        {
            for (var chunk = 0; chunk < Chunks; chunk++)
                await call.RequestStream.WriteAsync(new() { Requester = chunk == 0 ? new string('r', 10_000) : "", TotalBytes = Chunks * 60_000, Data = ByteString.CopyFrom(new byte[60_000]) });
            await call.RequestStream.CompleteAsync();
            await call;
            return "taken";
        }
        catch (RpcException error)
        {
            return $"{error.StatusCode}: {(error.Trailers.GetValueBytes("laiongrid-refusal-bin") is { } refusal ? Refusal.Parser.ParseFrom(refusal).Field : error.Status.Detail)}";
        }
    }
}
