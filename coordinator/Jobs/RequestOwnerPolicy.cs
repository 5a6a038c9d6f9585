using System.Security.Cryptography;
using System.Text;
using LaionGrid.Coordinator.Accounts;

namespace LaionGrid.Coordinator.Jobs;

/// <summary>Who wants to change a request.</summary>
/// <param name="RequestKey">That the request was made with, as the caller says; may be empty.</param>
internal readonly record struct Claimant(AccountId AccountId, string RequestKey, bool IsOperator);

/// <summary>Whose a request is.</summary>
/// <param name="RequestKey">That it was made with.</param>
internal readonly record struct RequestOwner(AccountId AccountId, string RequestKey);

/// <summary>
/// Who may cancel a request and have it tried again: the account that made it. What nobody's account made belongs to who knows the key that
/// it was made with: the client made that up, and it is in no answer and no address that others are shown. Pure.
/// </summary>
internal static class RequestOwnerPolicy
{
    public static bool MayChange(Claimant claimant, RequestOwner owner) => claimant.IsOperator
        || (owner.AccountId == AccountId.Anonymous ? IsSame(claimant.RequestKey, owner.RequestKey) : claimant.AccountId == owner.AccountId);

    /// <summary>In a time that tells nothing of how much of it is right.</summary>
    private static bool IsSame(string one, string other) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
