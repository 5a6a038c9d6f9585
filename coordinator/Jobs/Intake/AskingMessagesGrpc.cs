using LaionGrid.Coordinator.Jobs.Arrivals;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Coordinator.Jobs.Intake;

/// <summary>Estimates between the coordinator and the wire.</summary>
internal static class AskingMessagesGrpc
{
    /// <summary>Read as a submission is, without its words.</summary>
    public static Ask ToAsk(this Wire.EstimateRequest request) =>
        new Wire.SubmitRequest { Settings = request.Settings, Count = request.Count, Requester = request.Requester, Verified = request.Verified }.ToAsk() with { Prompt = "", NegativePrompt = "" };

    public static Wire.EstimateResponse ToWire(this AskEstimate estimate) => new()
    {
        Settings = estimate.Settings.ToWire(),
        MflopPerPicture = estimate.MflopPerPicture,
        EtaLowMs = (long)(estimate.Arrival?.Low.TotalMilliseconds ?? 0),
        EtaHighMs = (long)Math.Ceiling(estimate.Arrival?.High.TotalMilliseconds ?? 0),
        WorkersOnline = estimate.WorkersOnline,
        WorkersAble = estimate.WorkersAble,
        PriorityMflop = estimate.PriorityMflop,
        PriorityTakenMflop = estimate.PaidMflop,
        Nearest = estimate.Nearest is { } nearest ? new() { BundleId = nearest.BundleId, Width = nearest.Width, Height = nearest.Height } : null,
    };
}
