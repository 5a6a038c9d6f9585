using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace LaionGrid.Coordinator.Accounts.Linking;

/// <summary>What the machine asks with whether its code was confirmed: 256 random bits that nobody is shown.</summary>
internal sealed record LinkSecret(string Text)
{
    public static LinkSecret Draw() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>Never the secret itself, for the same reason.</summary>
    public override string ToString() => "...";
}
