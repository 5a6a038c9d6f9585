using LaionGrid.Contracts.V1;
using static LaionGrid.Coordinator.Tests.Hostile.HostileRow;

namespace LaionGrid.Coordinator.Tests.Hostile;

/// <summary>What cannot be asked about.</summary>
internal static class AskingRows
{
    private const string Estimate = "Asking/Estimate";

    public static IEnumerable<HostileRow> All =>
    [
        .. RequestRows.Places("request.unknown", "Asking/Retry", id => new RetryRequest { RequestId = id }),
        .. Of("Asking/Retry", "", ("a request of which nothing failed", scene => new RetryRequest { RequestId = scene.OpenRequest })).Select(row => row.By(scene => scene.Ada)),
        .. Of("Asking/Retry", "request.not_yours", ("another's request", scene => new RetryRequest { RequestId = scene.OpenRequest, RequestKey = "ask-6" }))
            .SelectMany(row => new[] { row.By(scene => scene.Bob), row.By(_ => null), row.By(scene => scene.Fresh.Worker.Key) }),
        .. Of(Estimate, "",
            ("no settings", _ => new EstimateRequest { Count = 1 }),
            ("a huge prompt, which is not looked at", Spoilt<EstimateRequest>(Estimate, ask => ask.Settings.Prompt = new string('x', 500_000)))),
        .. Of(Estimate, "bundle.unknown", ("a bundle that is not here", Spoilt<EstimateRequest>(Estimate, ask => ask.Settings.BundleId = "nothing"))),
        .. Of(Estimate, "sampler.unknown", ("an unknown sampler", Spoilt<EstimateRequest>(Estimate, ask => ask.Settings.Sampler = (Sampler)99))),
        .. Of(Estimate, "size.out_of_range", ("a huge width", Spoilt<EstimateRequest>(Estimate, ask => ask.Settings.Width = int.MaxValue))),
        .. Of(Estimate, "size.not_multiple", ("an odd height", Spoilt<EstimateRequest>(Estimate, ask => ask.Settings.Height = 17))),
        .. Of(Estimate, "steps.out_of_range", ("endless steps", Spoilt<EstimateRequest>(Estimate, ask => ask.Settings.Steps = int.MaxValue))),
        .. Of(Estimate, "guidance.out_of_range", ("no number for guidance", Spoilt<EstimateRequest>(Estimate, ask => ask.Settings.Guidance = float.NaN))),
        .. Of(Estimate, "count.out_of_range", ("pictures without end", Spoilt<EstimateRequest>(Estimate, ask => ask.Count = int.MaxValue))),
        .. Of(Estimate, "requester.invalid", ("a long requester", Spoilt<EstimateRequest>(Estimate, ask => ask.Requester = new string('r', 65)))),
    ];
}
