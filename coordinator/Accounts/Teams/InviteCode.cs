using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace LaionGrid.Coordinator.Accounts.Teams;

/// <summary>Lets whoever has it join a team: 144 random bits, shown once and kept as a hash.</summary>
internal sealed record InviteCode(string Text)
{
    public static InviteCode Draw() => new($"lgt_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(18))}");

    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>Never the code itself: records print their members, and a log must not.</summary>
    public override string ToString() => "lgt_...";
}
