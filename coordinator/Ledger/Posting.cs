using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Ledger;

internal readonly record struct PostingId(Guid Value) : IId<PostingId>
{
    public static PostingId From(Guid value) => new(value);

    public override string ToString() => Value.ToString("N");
}

internal readonly record struct TransactionId(Guid Value) : IId<TransactionId>
{
    public static TransactionId From(Guid value) => new(value);

    public override string ToString() => Value.ToString("N");
}

/// <summary>One line of the ledger. Lines are only ever added; a mistake is mended by further lines with their own cause.</summary>
internal sealed class Posting
{
    public required PostingId Id { get; init; }

    public required TransactionId TransactionId { get; init; }

    /// <summary>Whose account it is.</summary>
    public required AccountId AccountId { get; init; }

    public required LedgerBook Book { get; init; }

    /// <summary>The device that earned it; empty where it is nobody's in particular.</summary>
    public required Guid Holder { get; init; }

    /// <summary>Positive gives, negative takes.</summary>
    public required long AmountMflop { get; init; }

    /// <summary>Contributions that the amount stands for.</summary>
    public required int Count { get; init; }

    public required DateTimeOffset PostedAt { get; init; }

    /// <summary>The team that the account was in when this was posted, for which it counts for ever; null for none.</summary>
    public Guid? TeamId { get; init; }

    /// <summary>With the line that a contribution came in by: opaque id of the kind of work it was. Null otherwise.</summary>
    public Guid? WorkId { get; init; }
}

/// <summary>A guarded account's balance: the sum over its postings, written with them.</summary>
internal sealed class LedgerBalance
{
    public required AccountId AccountId { get; init; }

    public required LedgerBook Book { get; init; }

    public required Guid Holder { get; init; }

    public required long AmountMflop { get; init; }
}

/// <summary>Postings written together; they sum to zero. The cause is opaque here and happens once.</summary>
internal sealed class LedgerTransaction
{
    public required TransactionId Id { get; init; }

    /// <summary>Such as "attempt:&lt;id&gt;". Unique: a cause is posted once, whatever is repeated or restarted.</summary>
    public required string Cause { get; init; }

    public required DateTimeOffset PostedAt { get; init; }
}
