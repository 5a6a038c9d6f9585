using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Contracts.V1;
using LaionGrid.Web.People;

namespace LaionGrid.Web.Coordinator.Gallery;

/// <summary>What stands behind pictures' verdicts, as the site asks for it.</summary>
internal sealed class ProvenanceGrpc(GrpcChannel channel, CallsGrpc calls)
{
    private readonly Provenance.ProvenanceClient _provenance = new(channel);

    /// <summary>Null when there is no such picture for this person.</summary>
    public async Task<ProvenanceView?> FindAsync(Person? person, string jobId, CancellationToken cancellationToken)
    {
        try
        {
            return ToView(await calls.AskAsync(person, options => _provenance.GetAsync(new() { JobId = jobId }, options).ResponseAsync, cancellationToken));
        }
        catch (RpcException error) when (error.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument)
        {
            return null;
        }
    }

    private static ProvenanceView ToView(PictureProvenance found) => new(ToView(found.Reason), found.Rate, found.PrecisionClass, found.Evaluations, found.Proof is { } proof
        ? new(proof.Index, proof.Entry.ToByteArray(), [.. proof.Path.Select(hash => hash.ToByteArray())], proof.Checkpoint, proof.Key)
        : null)
    {
        RefereeScores = found.RefereeScores?.ToView(),
    };

    private static AuditReason ToView(Contracts.V1.AuditReason reason) => reason switch
    {
        Contracts.V1.AuditReason.Lottery => AuditReason.Lottery,
        Contracts.V1.AuditReason.Enrolment => AuditReason.Enrolment,
        Contracts.V1.AuditReason.Proving => AuditReason.Proving,
        Contracts.V1.AuditReason.Asked => AuditReason.Asked,
        Contracts.V1.AuditReason.Noticed => AuditReason.Noticed,
        _ => AuditReason.None,
    };
}
