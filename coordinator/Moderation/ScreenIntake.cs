using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Intake;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Moderation.Askers;
using LaionGrid.Coordinator.Moderation.Prompts;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Moderation;

/// <summary>What moderation says of an ask before it is queued: who asks, for which bundle, then what the prompt says.</summary>
internal sealed class ScreenIntake(KnownAskers askers, HiddenBundles bundles, ScreenPrompts prompts, IOptions<ModerationOptions> options) : IIntakePolicy
{
    public Refusal? Check(Ask ask, string bundleId, Caller caller)
    {
        if (askers.Find(caller.AccountId, FairShareKey.Of(caller.AccountId, ask.Requester)) is { } suspension)
            return Suspended(suspension);
        return bundles.Contains(bundleId) ? Hidden(bundleId) : prompts.Check(ask, caller);
    }

    private Refusal Suspended(Suspension suspension) => new(
        RefusalKind.NotAllowed, "asker.suspended", $"A moderator has suspended asking from here until {suspension.Until:yyyy-MM-dd HH:mm} UTC: {suspension.Why} {options.Value.Appeal}".TrimEnd());

    private static Refusal Hidden(string bundleId) => Refusal.Invalid("bundle.hidden", "bundle_id", $"The model \"{bundleId}\" takes no new requests at present. Choose another.");
}
