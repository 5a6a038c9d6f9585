using System.Runtime.CompilerServices;
using Grpc.Net.Client;
using LaionGrid.Contracts.V1;
using LaionGrid.Web.People;

namespace LaionGrid.Web.Coordinator.People;

/// <summary>Everything that the coordinator keeps of a person.</summary>
internal sealed class ExportGrpc(GrpcChannel channel, CallsGrpc calls)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly Accounts.AccountsClient _accounts = new(channel);

    /// <summary>Parts of files, those of one file after each other.</summary>
    public async IAsyncEnumerable<(string File, ReadOnlyMemory<byte> Data)> ReadAsync(Person person, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var export = _accounts.Export(new(), calls.Within(person, Longest, cancellationToken));
        while (await CallsGrpc.GuardAsync(() => export.ResponseStream.MoveNext(cancellationToken), cancellationToken))
            yield return (export.ResponseStream.Current.File, export.ResponseStream.Current.Data.Memory);
    }
}
