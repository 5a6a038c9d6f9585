using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Worker.Uplink;

/// <summary>The grid's bundles: their manifests, and their files by hash. Open to all, so these calls carry no key.</summary>
internal sealed class ModelsUplinkGrpc(Models.ModelsClient models, CallsGrpc calls, PatientCalls patient)
{
    /// <summary>The manifest of each bundle as JSON, which is also the text of the folder's bundle.json.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        var listed = await patient.RunAsync(async token => await models.ListBundlesAsync(new(), calls.As("", token)), cancellationToken);
        return listed.Bundles.Select(bundle => JsonFormatter.Default.Format(bundle)).ToList();
    }

    /// <summary>
    /// Appends to <paramref name="part"/> what it lacks of the file. A broken connection goes on from the part's length; never
    /// are more than <paramref name="bytes"/> written. Null when all arrived; otherwise why not.
    /// </summary>
    public async Task<string?> FetchAsync(string sha256, long bytes, Stream part, CancellationToken cancellationToken)
    {
        var refusal = await patient.TryAsync(token => AppendAsync(sha256, bytes, part, token), cancellationToken);
        return refusal?.Message;
    }

    private async Task AppendAsync(string sha256, long bytes, Stream part, CancellationToken cancellationToken)
    {
        part.Position = part.Length;
        var request = new FetchFileRequest { Sha256 = sha256, Offset = part.Length };
        using var call = models.FetchFile(request, calls.Carrying(bytes - part.Length, cancellationToken).WithHeaders([]));
        while (part.Length < bytes && await call.ResponseStream.MoveNext(cancellationToken))
        {
            var data = call.ResponseStream.Current.Data.Memory;
            await part.WriteAsync(data[..(int)Math.Min(data.Length, bytes - part.Length)], cancellationToken);
        }
    }
}
