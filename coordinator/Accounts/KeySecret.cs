using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace LaionGrid.Coordinator.Accounts;

/// <summary>A key in the clear, which lives only until it has been shown.</summary>
internal sealed record KeySecret(string Text)
{
    /// <summary>Characters of a key.</summary>
    public const int Length = 46;

    /// <summary>What each key begins with.</summary>
    public const string Start = "lg_";

    private const int PrefixLength = 10;

    public static KeySecret Draw() => new($"{Start}{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}");

    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    public string Prefix => Text[..Math.Min(PrefixLength, Text.Length)];

    public ApiKey ToKey(
        AccountId account, KeyRole role, Guid? holder, DateTimeOffset at, string label = "", KeyScopes scopes = KeyScopes.All, DateTimeOffset? expiresAt = null) =>
        new() { Hash = Hash, Prefix = Prefix, AccountId = account, Role = role, Holder = holder, Label = label, Scopes = scopes, CreatedAt = at, ExpiresAt = expiresAt };

    /// <summary>Never the key itself: records print their members, and a log must not.</summary>
    public override string ToString() => $"{Prefix}...";
}
