using LaionGrid.Arithmetic.Bookkeeping;
using LaionGrid.Arithmetic.Merkle;
using LaionGrid.Web.Coordinator.Gallery;
namespace LaionGrid.Web.Gallery.Proof;

/// <summary>A log proof after it was checked here, with the numbers by which anyone can check it again. Pure: nothing is taken on the coordinator's word but the key.</summary>
public sealed record CheckedProof
{
    /// <summary>Whether the key signed the head.</summary>
    public required bool IsSigned { get; init; }

    /// <summary>Whether the leaf's hash and the path lead to the head's root.</summary>
    public required bool IsIncluded { get; init; }

    /// <summary>Whether the leaf says what is posted for the picture, line by line, and sums to zero.</summary>
    public required bool IsAboutPostings { get; init; }

    public required long Index { get; init; }

    /// <summary>Of the tree, in leaves; 0 when the head cannot be read.</summary>
    public required long Size { get; init; }

    public required string Entry { get; init; }

    public required string LeafHash { get; init; }

    /// <summary>In base64, from the leaf up.</summary>
    public required IReadOnlyList<string> Path { get; init; }

    public required string Root { get; init; }

    public required string Checkpoint { get; init; }

    public required string Key { get; init; }

    public bool Holds => IsSigned && IsIncluded && IsAboutPostings;

    public static CheckedProof Of(LogProofView proof, IReadOnlyList<PostingView> postings)
    {
        var key = LogKey.Parse(proof.Key);
        var head = key is not null && SignedNote.Open(proof.Checkpoint, key) is { } text ? Arithmetic.Merkle.Checkpoint.Parse(text) : null;
        var leaf = MerkleHash.OfLeaf(proof.Entry);
        var path = proof.Path.Select(hash => MerkleHash.Read(hash)).OfType<MerkleHash>().ToList();
        return new()
        {
            IsSigned = head is not null,
            IsIncluded = head is not null && path.Count == proof.Path.Count && MerkleProof.IsIncluded(proof.Index, head.Size, leaf, path, head.Root),
            IsAboutPostings = LedgerEntry.Parse(proof.Entry) is { } entry && Says(entry, postings),
            Index = proof.Index,
            Size = head?.Size ?? 0,
            Entry = System.Text.Encoding.ASCII.GetString(proof.Entry),
            LeafHash = leaf.ToBase64(),
            Path = path.ConvertAll(hash => hash.ToBase64()),
            Root = head?.Root.ToBase64() ?? "",
            Checkpoint = proof.Checkpoint,
            Key = proof.Key,
        };
    }

    private static bool Says(LedgerEntry entry, IReadOnlyList<PostingView> postings) =>
        postings.All(line => line.Cause == entry.Cause)
        && entry.Lines.Sum(line => line.AmountMflop) == 0
        && entry.Lines.Select(line => line.AmountMflop).Order().SequenceEqual(postings.Select(line => line.AmountMflop).Order());
}
