using LaionGrid.Contracts.V1;
using static LaionGrid.Coordinator.Tests.Hostile.HostileRow;

namespace LaionGrid.Coordinator.Tests.Hostile;

/// <summary>What nobody may do with another's pictures, nor with pictures that are not there.</summary>
internal static class PictureRows
{
    public static IEnumerable<HostileRow> All =>
    [
        .. Of("Pictures/ListOwn", "limit.out_of_range", ("more than a page", _ => new ListOwnRequest { Limit = 51 }), ("fewer than none", _ => new ListOwnRequest { Limit = -1 })),
        .. Of("Pictures/ListOwn", "words.too_long", ("very many words", _ => new ListOwnRequest { Words = new string('x', 1_000_000) })),
        .. Of("Pictures/ListOwn", "request.unknown", ("behind what is no id", _ => new ListOwnRequest { BeforeRequestId = "zz" })),
        .. Of("Pictures/ListOwn", "", ("a pattern", _ => new ListOwnRequest { Words = "% _ ' \\" })),
        .. Of("Pictures/ChangeVisibility", "job.unknown",
            ("another's picture", scene => new ChangeVisibilityRequest { JobIds = { scene.Finished.JobId }, Visibility = Visibility.Private }),
            ("what is not there", _ => new ChangeVisibilityRequest { JobIds = { new string('f', 32), "zz", "" }, Visibility = Visibility.Private })),
        .. Of("Pictures/ChangeVisibility", "visibility.unknown",
            ("no visibility", scene => new ChangeVisibilityRequest { JobIds = { scene.Finished.JobId } }),
            ("an unknown visibility", scene => new ChangeVisibilityRequest { JobIds = { scene.Finished.JobId }, Visibility = (Visibility)99 })),
        .. Of("Pictures/ChangeVisibility", "job_ids.count", ("no pictures", _ => new ChangeVisibilityRequest { Visibility = Visibility.Public })),
        .. Of("Pictures/Delete", "job.unknown", ("another's picture", scene => new DeletePicturesRequest { JobIds = { scene.Finished.JobId } })),
        .. Of("Pictures/Delete", "job_ids.count",
            ("no pictures", _ => new DeletePicturesRequest()),
            ("too many pictures", _ => new DeletePicturesRequest { JobIds = { Enumerable.Repeat(new string('0', 32), 401) } })),
        .. Of("Pictures/Recognise", "sha256.invalid",
            ("no hash", _ => new RecogniseRequest()),
            ("a hash in capitals", _ => new RecogniseRequest { Sha256 = new string('A', 64) })),
        .. Of("Pictures/Recognise", "picture.unrecognised", ("a hash that nothing has", _ => new RecogniseRequest { Sha256 = new string('0', 64) })),
        .. Of("Pictures/GetLineage", "job.unknown",
            ("what is not there", _ => new GetLineageRequest { JobId = new string('f', 32) }),
            ("what is no id", _ => new GetLineageRequest { JobId = "zz" })),
        .. Of("Provenance/Get", "job.unknown",
            ("what is not there", _ => new GetProvenanceRequest { JobId = new string('f', 32) }),
            ("a picture that is not there yet", scene => new GetProvenanceRequest { JobId = scene.Fresh.JobId })),
        .. Of("Requests/Submit", "visibility.unknown", ("an unknown visibility", Ask(ask => ask.Visibility = (Visibility)99))),
        .. Of("Requests/Submit", "consent.unknown", ("words nobody wrote", Ask(ask => (ask.Count, ask.Seed, ask.ReleaseConsentVersion) = (1, 1, 99))), ("a negative version", Ask(ask => (ask.Count, ask.Seed, ask.ReleaseConsentVersion) = (1, 1, int.MinValue)))),
        .. Of("Requests/Submit", "visibility.needs_account", ("private for nobody", Ask(ask => (ask.Count, ask.Seed, ask.Visibility) = (1, 1, Visibility.Private)))).Select(row => row.By(_ => null)),
    ];

    private static Func<Scene, Google.Protobuf.IMessage> Ask(Action<SubmitRequest> spoil) => Spoilt("Requests/Submit", spoil);
}
