using System.Security.Cryptography;
using System.Text;
using LaionGrid.Coordinator.Accounts;

namespace LaionGrid.Coordinator.Sources;

/// <summary>Whom a picture was brought for.</summary>
/// <param name="AccountId">Who brought it.</param>
/// <param name="Key">Hash of the account, and of whom it says it asks for; 64 hex digits, so that nobody may meet another's by trying.</param>
internal readonly record struct SourceOwner(AccountId AccountId, string Key)
{
    public static SourceOwner Of(AccountId account, string requester) =>
        new(account, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"source {account}/{requester}"))));
}
