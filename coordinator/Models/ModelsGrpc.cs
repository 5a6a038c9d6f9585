using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Edge;
using Refusal = LaionGrid.Coordinator.Edge.Refusal;

namespace LaionGrid.Coordinator.Models;

/// <summary>Serves the bundles: manifests, and files by hash from any offset, so that a broken download goes on where it stopped, and several runs of a file can come at once.</summary>
internal sealed class ModelsGrpc(BundleCatalogue catalogue, HiddenBundles hidden) : Contracts.V1.Models.ModelsBase
{
    private const int ChunkBytes = 256 * 1024;

    private readonly ListBundlesResponse _bundles = new()
    {
        Bundles = { catalogue.All.Select(Complete) },
    };

    public override Task<ListBundlesResponse> ListBundles(ListBundlesRequest request, ServerCallContext context) =>
        Task.FromResult(new ListBundlesResponse { Bundles = { _bundles.Bundles }, HiddenBundleIds = { hidden.All } });

    public override async Task FetchFile(FetchFileRequest request, IServerStreamWriter<FileChunk> responseStream, ServerCallContext context)
    {
        var path = catalogue.FileOf(request.Sha256)
            ?? throw Refusal.NotFound("file.unknown", "No bundle here has a file with this hash. List the bundles again.").ToRpc();
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, ChunkBytes, FileOptions.Asynchronous | FileOptions.SequentialScan);
        if (request.Offset < 0 || request.Offset > file.Length)
            throw Refusal.Invalid("offset.out_of_range", "offset", $"The file has {file.Length} bytes; start at 0 to {file.Length}.").ToRpc();
        if (request.Length < 0)
            throw Refusal.Invalid("length.out_of_range", "length", "A length is a number of bytes, or 0 for all that follow.").ToRpc();
        file.Position = request.Offset;
        var left = request.Length == 0 ? file.Length - request.Offset : Math.Min(request.Length, file.Length - request.Offset);
        var buffer = new byte[ChunkBytes];
        for (int read; (read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, ChunkBytes)), context.CancellationToken)) > 0; left -= read)
            await responseStream.WriteAsync(new FileChunk { Data = ByteString.CopyFrom(buffer, 0, read) }, context.CancellationToken);
    }

    /// <summary>The manifest, with what it leaves to the reader.</summary>
    private static Contracts.V1.Bundle Complete(Bundle bundle)
    {
        var (message, limits) = (BundleReaderGrpc.Parse(bundle.Manifest, bundle.Id), bundle.Limits);
        message.Limits.Samplers.Clear();
        message.Limits.Samplers.Add(limits.Samplers.Select(SamplersGrpc.ToWire));
        message.Limits.DefaultEvaluations = bundle.EvaluationsOf(limits.DefaultSampler, limits.DefaultSteps);
        return message;
    }
}
