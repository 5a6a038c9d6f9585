using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Arithmetic.Merkle;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Intake;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;

namespace LaionGrid.Coordinator.Verification;

/// <summary>What stands behind a picture's verdict, on the wire.</summary>
internal sealed class ProvenanceGrpc(ViewProvenance view) : Provenance.ProvenanceBase
{
    public override async Task<Contracts.V1.PictureProvenance> Get(GetProvenanceRequest request, ServerCallContext context)
    {
        var id = Ids.Read<JobId>(request.JobId) ?? throw RequestsGrpc.UnknownJob.ToRpc();
        var found = await view.RunAsync(id, Viewer.Of(context.Caller()), context.CancellationToken) ?? throw RequestsGrpc.UnknownJob.ToRpc();
        var answer = new Contracts.V1.PictureProvenance { Proof = found.Proof is { } proof ? ToWire(proof) : null, RefereeScores = found.RefereeScores.ToWire() };
        if (found.Audit is { } audit)
            (answer.Reason, answer.Rate, answer.PrecisionClass, answer.Evaluations) = (ToWire(audit.Reason), audit.Rate, audit.Class, audit.Evaluations);
        return answer;
    }

    private static LogProof ToWire(Ledger.PublicLog.LogProof proof) => new()
    {
        Index = proof.Index,
        Entry = UnsafeByteOperations.UnsafeWrap(proof.Entry),
        Path = { proof.Path.Select(ToBytes) },
        Checkpoint = proof.Checkpoint,
        Key = proof.Key,
    };

    private static ByteString ToBytes(MerkleHash hash)
    {
        var bytes = new byte[MerkleHash.Bytes];
        hash.CopyTo(bytes);
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    /// <summary>What makes a picture look suspicious is told nobody, or the next one would not.</summary>
    private static AuditReason ToWire(Results.AuditReason reason) => reason switch
    {
        Results.AuditReason.Enrolment => AuditReason.Enrolment,
        Results.AuditReason.Proving => AuditReason.Proving,
        Results.AuditReason.Asked => AuditReason.Asked,
        Results.AuditReason.Lottery or Results.AuditReason.Canary => AuditReason.Lottery,
        Results.AuditReason.Duplicate or Results.AuditReason.Fast or Results.AuditReason.Drifted => AuditReason.Noticed,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "A reason without a wire value."),
    };
}
