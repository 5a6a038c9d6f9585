namespace LaionGrid.Coordinator.Ledger.PublicLog;

/// <summary>A transaction that is kept and has no place in the log yet. Appended with it, deleted when it is given one.</summary>
internal sealed class LogWaiting
{
    public required TransactionId TransactionId { get; init; }
}

/// <summary>A transaction's place in the log, given once. The leaf itself is the transaction's own rows, so a row that is changed later no longer fits its hash.</summary>
internal sealed class LogLeaf
{
    /// <summary>From 0, without gaps.</summary>
    public required long Index { get; init; }

    public required TransactionId TransactionId { get; init; }

    /// <summary>The device that the transaction is about; empty when it is about none.</summary>
    public required Guid Holder { get; init; }
}

/// <summary>Up to 256 hashes of a level of the tree. Only the last of a level ever grows.</summary>
internal sealed class LogTile
{
    public required int Level { get; init; }

    public required long Index { get; init; }

    public required byte[] Hashes { get; init; }
}

/// <summary>The one row that says how far the log is. Whoever adds to the log holds it.</summary>
internal sealed class LogHead
{
    public const int OnlyId = 1;

    public required int Id { get; init; }

    public required long Size { get; init; }

    /// <summary>The public key that signs; empty before the first checkpoint.</summary>
    public required string Key { get; init; }

    /// <summary>The signed note for this size; empty before the first.</summary>
    public required string Checkpoint { get; init; }
}
