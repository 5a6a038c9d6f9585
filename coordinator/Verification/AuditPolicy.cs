using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LaionGrid.Coordinator.Verification;

/// <summary>Which attempts are audited. Pure: the same secret, attempt and standing always give the same answer.</summary>
internal static class AuditPolicy
{
    /// <summary>Everything while the contributor proves itself; afterwards the steady share. One rejection starts the proving anew.</summary>
    /// <param name="acceptedSinceRejection">Audits passed since the last one failed.</param>
    public static double Rate(int acceptedSinceRejection, int provingAudits, double steadyRate) =>
        acceptedSinceRejection < provingAudits ? 1 : steadyRate;

    /// <summary>
    /// The lottery: a keyed hash of the attempt, which nobody without the coordinator's secret can foresee and the
    /// coordinator cannot redraw.
    /// </summary>
    public static bool IsDrawn(ReadOnlySpan<byte> secret, Guid attempt, double rate)
    {
        var draw = BinaryPrimitives.ReadUInt64BigEndian(HMACSHA256.HashData(secret, attempt.ToByteArray(bigEndian: true)));
        return draw / (ulong.MaxValue + 1.0) < rate;
    }
}
