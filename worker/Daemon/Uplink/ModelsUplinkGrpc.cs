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
    /// Brings a run of the file's bytes in order, and never more than asked for. Null when the coordinator had nothing to say against it; otherwise why not, and
    /// whether the same question may be answered later.
    /// </summary>
    /// <param name="keep">Keeps a piece before the next is read.</param>
    public async Task<(string Reason, bool MayPass)?> ReadAsync(string sha256, long offset, long bytes, Func<ReadOnlyMemory<byte>, ValueTask> keep, CancellationToken cancellationToken)
    {
        try
        {
            using var call = models.FetchFile(new() { Sha256 = sha256, Offset = offset, Length = bytes }, calls.Carrying(bytes, cancellationToken).WithHeaders([]));
            while (bytes > 0 && await call.ResponseStream.MoveNext(cancellationToken))
            {
                var data = call.ResponseStream.Current.Data.Memory;
                data = data[..(int)Math.Min(data.Length, bytes)];
                await keep(data);
                bytes -= data.Length;
            }
            return null;
        }
        catch (RpcException error)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return (error.ToRefusal().Message, FaultsGrpc.IsTransient(error, repeats: 0, cancellationToken));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ("It was too slow.", MayPass: true);
        }
    }
}
