using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Ledger;

/// <summary>Adds transactions to the caller's unit of work, so that they are kept with what caused them or not at all.</summary>
internal sealed class Journal(TimeProvider time)
{
    /// <summary>Adds the lines under their cause. Saving fails on the unique index when the cause was posted before.</summary>
    public void Post(GridDb db, string cause, IReadOnlyList<Line> lines)
    {
        BalancePolicy.Demand(lines);
        var now = time.GetUtcNow();
        var transaction = new LedgerTransaction { Id = Ids.New<TransactionId>(time), Cause = cause, PostedAt = now };
        db.Add(transaction);
        foreach (var line in lines)
        {
            db.Add(new Posting
            {
                Id = Ids.New<PostingId>(time),
                TransactionId = transaction.Id,
                AccountId = line.AccountId,
                AmountMflop = line.AmountMflop,
                PostedAt = now,
            });
        }
    }
}
