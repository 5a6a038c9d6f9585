using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Jobs.Intake;

/// <summary>
/// Decides whether an ask that is right in itself may be queued: by what its prompt says, and by who asks. On the path of every ask, so it reads
/// memory only. Jobs stands left of Moderation, which implements it.
/// </summary>
internal interface IIntakePolicy
{
    /// <summary>Null when it may be queued.</summary>
    Refusal? Check(Ask ask, string bundleId, Caller caller);
}
