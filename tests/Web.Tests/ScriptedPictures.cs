using Grpc.Core;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Tests;

/// <summary>What people do with the scripted pictures.</summary>
internal sealed class ScriptedPictures(Script script) : Pictures.PicturesBase
{
    public override Task<ChangeVisibilityResponse> ChangeVisibility(ChangeVisibilityRequest request, ServerCallContext context)
    {
        foreach (var id in request.JobIds)
            script.FindPicture(id, context).Job.Visibility = request.Visibility;
        return Task.FromResult(new ChangeVisibilityResponse { JobIds = { request.JobIds } });
    }

    public override Task<DeletePicturesResponse> Delete(DeletePicturesRequest request, ServerCallContext context)
    {
        script.Pictures.RemoveAll(picture => request.JobIds.Contains(picture.Job.JobId));
        return Task.FromResult(new DeletePicturesResponse { JobIds = { request.JobIds } });
    }

    public override Task<Lineage> GetLineage(GetLineageRequest request, ServerCallContext context)
    {
        script.FindPicture(request.JobId, context);
        return Task.FromResult(script.Lineage);
    }

    public override Task<RecogniseResponse> Recognise(RecogniseRequest request, ServerCallContext context)
    {
        var known = script.Pictures.Find(picture => picture.Job.PictureSha256 == request.Sha256) ?? throw new RpcException(new Status(StatusCode.NotFound, "Nothing has these bytes."));
        return Task.FromResult(new RecogniseResponse { JobId = script.FindPicture(known.Job.JobId, context).Job.JobId });
    }

    public override Task<ListOwnResponse> ListOwn(ListOwnRequest request, ServerCallContext context)
    {
        script.OwnSearches.Add(request);
        var older = request.BeforeRequestId.Length == 0 ? script.Own : script.Own.SkipWhile(one => one.RequestId != request.BeforeRequestId).Skip(1);
        return Task.FromResult(new ListOwnResponse { Requests = { older.Take(request.Limit) } });
    }
}

/// <summary>What stands behind the scripted pictures' verdicts.</summary>
internal sealed class ScriptedProvenance(Script script) : Provenance.ProvenanceBase
{
    public override Task<PictureProvenance> Get(GetProvenanceRequest request, ServerCallContext context)
    {
        script.FindPicture(request.JobId, context);
        return Task.FromResult(script.Provenance);
    }
}
