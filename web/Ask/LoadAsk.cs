using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Gallery;
using LaionGrid.Web.Coordinator.Jobs;

namespace LaionGrid.Web.Ask;

/// <summary>Brings together all that the form shows: the bundles, what each has made lately, and what the form as it stands would come to.</summary>
internal sealed class LoadAsk(CoordinatorGrpc coordinator, AskingGrpc asking)
{
    private const int RecentPictures = 24;

    /// <param name="recent">The latest pictures, where the page has them anyway.</param>
    public async Task<AskView> RunAsync(AskForm form, Asker asker, CancellationToken cancellationToken, IReadOnlyList<PictureView>? recent = null)
    {
        var bundles = coordinator.ListBundlesAsync(cancellationToken);
        var pictures = recent is null ? coordinator.ListPicturesAsync(RecentPictures, before: "", contributor: "", cancellationToken) : Task.FromResult<IReadOnlyList<PictureView>?>(recent);
        var estimate = EstimateAsync(form, asker, cancellationToken);
        await Task.WhenAll(bundles, pictures, estimate);
        var (known, refusal) = await estimate;
        return new() { Form = form, Bundles = await bundles, Recent = await pictures ?? [], Estimate = known, EstimateRefusal = refusal };
    }

    /// <summary>As <see cref="RunAsync"/>, for a form that was refused: it is shown even while the coordinator is away.</summary>
    public async Task<AskView> RunRefusedAsync(AskForm form, Refusal refusal, Asker asker, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(form, asker, cancellationToken) with { Refusal = refusal, EstimateRefusal = null };
        }
        catch (CoordinatorAwayException)
        {
            return new() { Form = form, Bundles = [], Refusal = refusal }; // plain fields, with what was typed
        }
    }

    public async Task<(EstimateView? Estimate, Refusal? Refusal)> EstimateAsync(AskForm form, Asker asker, CancellationToken cancellationToken) => AskReader.Read(form) switch
    {
        AskOutcome.Read read => await asking.EstimateAsync(read.Ask with { Requester = asker.Mark }, asker.Person, cancellationToken) switch
        {
            EstimateOutcome.Estimated estimated => (estimated.Estimate, null),
            EstimateOutcome.Refused refused => (null, refused.Refusal),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        },
        AskOutcome.Refused refused => (null, refused.Refusal),
        var other => throw new InvalidOperationException($"No answer for {other}."),
    };
}
