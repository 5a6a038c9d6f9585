using System.Security.Cryptography;
using LaionGrid.Coordinator.Edge;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification.Drawing;

/// <summary>The lottery's secret: drawn once, kept owner-only beside the data, so that a restart draws the same lots.</summary>
internal sealed class VerificationSecret(IOptions<DataOptions> data)
{
    private const int Length = 32;

    private readonly Lazy<byte[]> _bytes = new(
        () => SecretFile.ReadOrDraw(data.Value.PathOf("lottery.key"), Length, () => RandomNumberGenerator.GetBytes(Length)),
        LazyThreadSafetyMode.PublicationOnly); // a failure is not kept: the next that asks tries again, and the file makes two that draw agree

    public ReadOnlySpan<byte> Bytes => _bytes.Value;
}
