using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;

namespace LaionGrid.Coordinator.Annotation;

/// <summary>Who judges.</summary>
/// <param name="AccountId">Null for a visitor without an account.</param>
/// <param name="Mark">The same as the queue's for whoever asks for pictures, so that nobody is given their own.</param>
internal readonly record struct Rater(AccountId? AccountId, string Mark)
{
    public static Rater Of(Caller caller, string visitor) => caller.IsAnonymous
        ? new(null, FairShareKey.Of(caller.AccountId, visitor))
        : new(caller.AccountId, FairShareKey.Of(caller.AccountId, "")); // an account is one rater, whomever it says it asks for
}
