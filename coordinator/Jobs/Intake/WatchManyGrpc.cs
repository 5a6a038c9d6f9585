using Grpc.Core;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Coordinator.Jobs.Intake;

/// <summary>Many watches over one call: what a stream costs is paid once for all the visitors of a site.</summary>
internal sealed class WatchManyGrpc(WatchOneGrpc one)
{
    /// <summary>Begins and ends watches as it is told, until there is nothing more to be told and the last of them has ended.</summary>
    public async Task RunAsync(IAsyncStreamReader<WatchManyRequest> asked, IServerStreamWriter<Sighting> told, CancellationToken cancellationToken)
    {
        await using var line = new WatchLineGrpc(one, told, cancellationToken);
        try
        {
            while (await asked.MoveNext(line.Open))
            {
                if (asked.Current.RequestId.Length > 0)
                    await line.BeginAsync(asked.Current);
                else
                    await line.EndAsync(asked.Current.WatchId);
            }
            await line.EndedAsync();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "The caller went away.")); // which the line knew before the call did
        }
    }
}
