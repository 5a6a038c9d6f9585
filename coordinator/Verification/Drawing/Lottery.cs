using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using LaionGrid.Arithmetic.Trajectories;
using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Verification.Drawing;

/// <summary>
/// Draws lots from a ticket and a commitment. The ticket is fixed and promised by its hash before the commitment is made, so the worker cannot
/// choose a commitment that draws well, nor the coordinator a ticket; whoever has both can draw again. Pure.
/// </summary>
internal static class Lottery
{
    private static readonly byte[] Tag = "laiongrid ticket 1"u8.ToArray();

    /// <summary>32 bytes that nobody without the secret can foresee.</summary>
    public static byte[] Ticket(ReadOnlySpan<byte> secret, AttemptId attempt) => HMACSHA256.HashData(secret, [.. Tag, .. attempt.Value.ToByteArray(bigEndian: true)]);

    /// <summary>Whether an attempt is audited.</summary>
    /// <param name="rate">0 to 1.</param>
    public static bool IsDrawn(ReadOnlySpan<byte> ticket, ReadOnlySpan<byte> commitment, double rate) => Draw(ticket, commitment, "audit") < rate;

    /// <summary>Whether an attempt is looked at whole, whatever else is drawn.</summary>
    public static bool IsCanary(ReadOnlySpan<byte> ticket, ReadOnlySpan<byte> commitment, double share) => Draw(ticket, commitment, "canary") < share;

    /// <summary>Whether an audit decodes the final latent too.</summary>
    public static bool Decodes(ReadOnlySpan<byte> ticket, ReadOnlySpan<byte> commitment, double share) => Draw(ticket, commitment, "decode") < share;

    /// <summary>Whether an audit's check is left to volunteers.</summary>
    public static bool IsForVolunteers(ReadOnlySpan<byte> ticket, ReadOnlySpan<byte> commitment, double share) => Draw(ticket, commitment, "volunteer") < share;

    /// <summary>Whether what a volunteer answers is done again by a referee.</summary>
    public static bool IsRepeated(ReadOnlySpan<byte> ticket, ReadOnlySpan<byte> commitment, double share) => Draw(ticket, commitment, "repeat") < share;

    /// <summary>Different evaluations, each as likely as any other, in rising order.</summary>
    /// <param name="evaluations">To choose among.</param>
    /// <param name="count">To choose; all when there are no more.</param>
    public static IReadOnlyList<int> Choose(ReadOnlySpan<byte> ticket, ReadOnlySpan<byte> commitment, int evaluations, int count)
    {
        var left = Enumerable.Range(0, evaluations).ToList();
        var chosen = new List<int>();
        while (chosen.Count < count && left.Count > 0)
        {
            var at = (int)(Draw(ticket, commitment, $"evaluation {chosen.Count}") * left.Count);
            chosen.Add(left[at]);
            left.RemoveAt(at);
        }
        return [.. chosen.Order()];
    }

    /// <summary>One lot, evenly spread over 0 to below 1: the first 53 bits, big-endian, of HKDF-SHA-256 (RFC 5869) with the ticket as key, SHA-256 of the commitment as salt and what it is for as info.</summary>
    private static double Draw(ReadOnlySpan<byte> ticket, ReadOnlySpan<byte> commitment, string what)
    {
        Span<byte> lot = stackalloc byte[sizeof(ulong)];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, ticket, lot, Commitment.Root(commitment), Encoding.UTF8.GetBytes(what));
        return (BinaryPrimitives.ReadUInt64BigEndian(lot) >> 11) * Math.ScaleB(1, -53);
    }
}
