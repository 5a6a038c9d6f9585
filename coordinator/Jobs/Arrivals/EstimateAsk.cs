using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs.Intake;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Jobs.Arrivals;

/// <summary>What an ask would come to.</summary>
internal sealed record AskEstimate
{
    public required RenderSettings Settings { get; init; }

    public required long MflopPerPicture { get; init; }

    /// <summary>From now until all its pictures are here; null when nothing is known, or nobody can make them.</summary>
    public required (TimeSpan Low, TimeSpan High)? Arrival { get; init; }

    public required int WorkersOnline { get; init; }

    public required int WorkersAble { get; init; }

    /// <summary>Priority that the account has, in MFLOP.</summary>
    public long PriorityMflop { get; init; }

    /// <summary>What of it these pictures would be paid with.</summary>
    public long PaidMflop { get; init; }

    /// <summary>What somebody could make, where nobody can make this.</summary>
    public PictureKind? Nearest { get; init; }
}

/// <summary>Tells what an ask would come to, before anybody asks: its work, when it would be done, and who could do it. Asks the database for nothing that is not remembered but an account's priority, and changes nothing.</summary>
internal sealed class EstimateAsk(BundleCatalogue bundles, QueueOrder order, EstimateArrival arrival, IServingWorkers workers, FleetCounts fleet, RecentContributors contributors, SpendPriority priority, IDbContextFactory<GridDb> databases)
{
    public async Task<EstimateOutcome> RunAsync(Ask ask, string bundleId, Caller caller, CancellationToken cancellationToken)
    {
        if (bundles.Find(bundleId) is not { } bundle)
            return new EstimateOutcome.Refused(RequestRules.UnknownBundle(bundles.All));
        if ((RequestRules.CheckNumbers(ask, bundle.Limits) ?? SourceRules.CheckNumbers(ask, bundle) ?? SamplerRules.Check(ask, bundle)) is { } refusal)
            return new EstimateOutcome.Refused(refusal);
        var settings = RequestRules.Complete(ask, bundle);
        var kind = new PictureKind(settings.BundleId, settings.Width, settings.Height) { HasSource = settings.HasSource };
        var (elsewhere, here) = (fleet.SlotsElsewhere, workers.Count(kind.Lane));
        var cost = settings.MflopWith(bundle);
        var canBeMade = here.Able + elsewhere > 0;
        var (balance, (paid, start)) = await PlaceAsync(ask, cost, caller, cancellationToken);
        return new EstimateOutcome.Estimated(new()
        {
            Settings = settings,
            MflopPerPicture = cost,
            Arrival = canBeMade ? arrival.OfNew(kind.Lane.ToString(), kind.BundleId, cost, start, earlier: ask.Count - 1) : null,
            PriorityMflop = balance,
            PaidMflop = paid,
            WorkersOnline = here.Attending + elsewhere,
            WorkersAble = here.Able + elsewhere,
            Nearest = canBeMade ? null : NearestPolicy.Find(kind, bundles.All, lane => workers.Count(lane).Able > 0),
        });
    }

    private async Task<int> WeightAsync(Caller caller, CancellationToken cancellationToken) =>
        FairQueuePolicy.Weight(!caller.IsAnonymous, !caller.IsAnonymous && await contributors.HasContributedAsync(caller.AccountId, cancellationToken));

    /// <summary>What the account has, what the pictures would be paid with, and where the last of them would start.</summary>
    private async Task<(long Balance, (long Paid, long Start) Place)> PlaceAsync(Ask ask, long cost, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (purse, balance) = await priority.LookAsync(db, caller.IsAnonymous ? AccountId.Anonymous : caller.AccountId, cancellationToken);
        var (requester, weight) = (FairShareKey.Of(caller.AccountId, ask.Requester), await WeightAsync(caller, cancellationToken));
        var places = order.Expected(requester);
        var start = 0L;
        for (var index = 0; index < ask.Count; index++)
            (start, _, _) = places.Next(requester, FairQueuePolicy.Price(cost, ask.IsVerified), weight, purse);
        return (balance, (purse.SpentMflop, start));
    }
}

/// <summary>What became of the question.</summary>
internal abstract record EstimateOutcome
{
    internal sealed record Estimated(AskEstimate Estimate) : EstimateOutcome;

    internal sealed record Refused(Refusal Refusal) : EstimateOutcome;
}
