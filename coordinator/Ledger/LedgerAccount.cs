using LaionGrid.Coordinator.Accounts;

namespace LaionGrid.Coordinator.Ledger;

/// <summary>What an amount stands for. Stored by name, and named so in the public log: a name is for ever.</summary>
internal enum LedgerBook
{
    /// <summary>Where all contribution and all priority comes from and goes back to; the one book that goes below zero.</summary>
    Network,

    /// <summary>Provisional: accepted, but no later audit of the holder has passed yet.</summary>
    Pending,

    /// <summary>Final, but held back as a pledge: it is lost when the holder is caught.</summary>
    Escrow,

    /// <summary>Final and free: what was contributed. It ranks, and nobody spends it.</summary>
    Contribution,

    /// <summary>Spendable standing in the queue, minted beside contribution and never the same amount twice.</summary>
    Priority,

    /// <summary>Priority set aside for something that is going on.</summary>
    Reserved,
}

/// <summary>One account of the ledger.</summary>
/// <param name="Holder">Opaque id of the device that earned what is in it; empty where it is nobody's in particular.</param>
internal readonly record struct LedgerAccount(AccountId Owner, LedgerBook Book, Guid Holder)
{
    public static LedgerAccount Network { get; } = new(AccountId.Network, LedgerBook.Network, Guid.Empty);

    /// <summary>Whether its balance may never be below zero.</summary>
    public bool IsGuarded => Book != LedgerBook.Network;

    /// <summary>Whether what is in it was contributed, provisionally or finally: boards count these.</summary>
    public bool IsContributed => Book is LedgerBook.Pending or LedgerBook.Escrow or LedgerBook.Contribution;
}
