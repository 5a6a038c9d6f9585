using Grpc.Core;

namespace LaionGrid.Coordinator.Edge;

/// <summary>
/// What a caller streams. When its connection ends in the midst, reading fails before the call's token tells why: the failure is the caller's, and
/// no other failure of this kind, as a disk's, can come from here.
/// </summary>
internal sealed class CallersStream<T>(IAsyncStreamReader<T> inner) : IAsyncStreamReader<T>
{
    public T Current => inner.Current;

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        try
        {
            return await inner.MoveNext(cancellationToken);
        }
        catch (IOException error)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "The caller went away.", error));
        }
    }
}
