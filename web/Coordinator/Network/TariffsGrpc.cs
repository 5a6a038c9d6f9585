using Grpc.Net.Client;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Coordinator.Network;

/// <summary>The bundles' published tariffs.</summary>
internal sealed class TariffsGrpc(GrpcChannel channel, CallsGrpc calls)
{
    private readonly Models.ModelsClient _models = new(channel);

    public async Task<IReadOnlyList<TariffView>> ListAsync(CancellationToken cancellationToken)
    {
        var answer = await calls.AskAsync(options => _models.ListBundlesAsync(new(), options).ResponseAsync, cancellationToken);
        return [.. answer.Bundles.Select(ToView)];
    }

    private static TariffView ToView(Bundle bundle)
    {
        var (tariff, limits) = (bundle.Tariff ?? new(), bundle.Limits);
        var (evaluations, texts) = (limits.DefaultEvaluations > 0 ? limits.DefaultEvaluations : limits.DefaultSteps, limits.DefaultGuidance > 1 && bundle.Latent is not { GuidesItself: true } ? 2 : 1);
        var (text, denoiser, decoder) = (ToView(tariff.TextEncoder), ToView(tariff.Denoiser), ToView(tariff.Decoder));
        var mflop = TariffView.Mflop(text, denoiser, decoder, limits.DefaultWidth, limits.DefaultHeight, evaluations, texts);
        return new(bundle.Id, bundle.Title, bundle.Licence, text, denoiser, decoder, new(limits.DefaultWidth, limits.DefaultHeight, limits.DefaultSteps, limits.DefaultGuidance, mflop));
    }

    private static GraphCostView ToView(GraphCost? cost) => cost is null ? new(0, 0, 0) : new(cost.Constant, cost.PerPixel, cost.PerPixelPair);
}
