using Grpc.Net.Client;
using LaionGrid.Contracts.V1;
using LaionGrid.Web.Coordinator.Boards;
using LaionGrid.Web.People;

namespace LaionGrid.Web.Coordinator.People;

/// <summary>Machines that show a code and wait for their person.</summary>
internal sealed class LinksGrpc(GrpcChannel channel, CallsGrpc calls)
{
    private readonly Links.LinksClient _links = new(channel);

    /// <returns>What the machine calls itself, which may be nothing, or why nobody knows.</returns>
    public async Task<(string? MachineName, Refusal? Refusal)> FindAsync(Person person, string code, CancellationToken cancellationToken)
    {
        var (answer, refusal) = await calls.AnswerAsync(person, options => _links.FindAsync(new() { Code = code }, options).ResponseAsync, cancellationToken);
        return (answer?.MachineName, refusal);
    }

    /// <returns>Null when the answer counts.</returns>
    public Task<Refusal?> AnswerAsync(Person person, string code, bool isAccepted, CancellationToken cancellationToken) =>
        calls.TryAsync(person, options => _links.AnswerAsync(new() { Code = code, Accepted = isAccepted }, options).ResponseAsync, cancellationToken);
}
