using System.Text;
using System.Text.Json;
using LaionGrid.Arithmetic.Bookkeeping;
using LaionGrid.Arithmetic.Merkle;

namespace LaionGrid.Worker.Audit;

/// <summary>
/// The coordinator's signed word that a transaction has its place in the log: the entry, its place, the way from it to the root, and the checkpoint with that root. It proves
/// itself to whoever trusts the key, without the coordinator.
/// </summary>
internal sealed record Receipt(LogKey Key, string Note, Checkpoint Head, long Index, IReadOnlyList<MerkleHash> Proof, LedgerEntry Entry)
{
    public const int MaxBytes = 128 * 1024;

    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private sealed record Kept(string Key, string Checkpoint, long Index, IReadOnlyList<string> Proof, string Entry);

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(
        new Kept(Key.Text, Note, Index, [.. Proof.Select(hash => hash.ToBase64())], Encoding.ASCII.GetString(Entry.Write())), Format);

    /// <summary>Null, with what is wrong as a sentence, for anything but a receipt that proves itself.</summary>
    public static (Receipt? Receipt, string Problem) Parse(ReadOnlySpan<byte> bytes)
    {
        if (ReadKept(bytes) is not { Key: not null, Checkpoint: not null, Proof: not null, Entry: not null } kept || LogKey.Parse(kept.Key) is not { } key)
            return (null, "It is not a receipt.");
        if (SignedNote.Open(kept.Checkpoint, key) is not { } text || Checkpoint.Parse(text) is not { } head || head.Origin != key.Name)
            return (null, "Its checkpoint is not signed with its key.");
        var entry = LedgerEntry.Parse(Encoding.ASCII.GetBytes(kept.Entry));
        var proof = kept.Proof.Select(hash => hash is null ? null : MerkleHash.Parse(hash)).ToList();
        if (entry is null || proof.Contains(null))
            return (null, "Its entry or its proof is spoilt.");
        var receipt = new Receipt(key, kept.Checkpoint, head, kept.Index, proof.ConvertAll(hash => hash!.Value), entry); // none is null
        return receipt.Proves ? (receipt, "") : (null, "Its proof does not lead from its entry to the signed root: one of them was changed.");
    }

    /// <summary>Whether the way leads from the entry to the root. The signature is the reader's to check.</summary>
    public bool Proves => MerkleProof.IsIncluded(Index, Head.Size, MerkleHash.OfLeaf(Entry.Write()), Proof, Head.Root);

    private static Kept? ReadKept(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return bytes.Length > MaxBytes ? null : JsonSerializer.Deserialize<Kept>(bytes, Format);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
