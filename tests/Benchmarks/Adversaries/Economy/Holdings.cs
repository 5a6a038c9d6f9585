using LaionGrid.Coordinator.Verification.Trusting;

namespace LaionGrid.Benchmarks.Adversaries.Economy;

/// <summary>
/// What one worker holds in the ledger, by the rule of the coordinator's own postings: pending until an audit passes, in escrow while among the newest jobs, then spendable.
/// Nothing is made or vanishes: what was earned is in one of the books or lost.
/// </summary>
internal sealed class Holdings(int escrowJobs, bool holdsPending)
{
    private readonly Queue<long> _escrow = [];
    private readonly Queue<long> _pending = [];

    public long Earned { get; private set; }

    public long Pending => _pending.Sum();

    public long Escrow => _escrow.Sum();

    public long Spendable { get; private set; }

    public long Lost { get; private set; }

    public void Accept(long mflop)
    {
        Earned += mflop;
        _pending.Enqueue(mflop);
        if (!holdsPending)
            Pass();
    }

    /// <summary>An audit passed.</summary>
    public void Pass()
    {
        while (_pending.TryDequeue(out var settled))
            _escrow.Enqueue(settled);
        while (_escrow.Count > escrowJobs)
            Spendable += _escrow.Dequeue();
    }

    /// <summary>A fault was confirmed.</summary>
    public void Forfeit(Fault fault)
    {
        Lost += Empty(_pending);
        if (fault == Fault.Gross)
            Lost += Empty(_escrow);
    }

    private static long Empty(Queue<long> book)
    {
        var sum = book.Sum();
        book.Clear();
        return sum;
    }
}
