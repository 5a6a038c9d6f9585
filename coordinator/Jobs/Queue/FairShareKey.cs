using System.Security.Cryptography;
using System.Text;
using LaionGrid.Coordinator.Accounts;

namespace LaionGrid.Coordinator.Jobs.Queue;

/// <summary>Whom the queue is shared between: an account, and whom it says it asks for. Only this hash is kept.</summary>
internal static class FairShareKey
{
    private const int KeptBytes = 8;

    /// <returns>16 hex digits. That two requesters share one by chance costs them a part of their share, nothing else.</returns>
    public static string Of(AccountId account, string requester)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{account}/{requester}"));
        return Convert.ToHexStringLower(hash.AsSpan(0, KeptBytes));
    }
}
