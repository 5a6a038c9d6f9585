using System.Globalization;

namespace LaionGrid.Arithmetic.Bookkeeping;

/// <summary>
/// Recomputes every balance from the entries of the log and holds them to the rules that a third party can know: each transaction sums to zero, a cause
/// happens once, and only the network's book goes below zero.
/// </summary>
public sealed class LedgerReplay
{
    private const string Network = "Network";

    private static readonly string[] Books = [Network, "Pending", "Escrow", "Contribution", "Priority", "Reserved"];

    private readonly Dictionary<LedgerAccountName, long> _balances = [];
    private readonly HashSet<UInt128> _causes = [];

    public IReadOnlyDictionary<LedgerAccountName, long> Balances => _balances;

    /// <summary>Lines so far.</summary>
    public long Postings { get; private set; }

    /// <summary>Null when the entry is right; otherwise what is wrong with it, as the end of a sentence about it. A wrong one changes nothing that counts: the audit has failed.</summary>
    public string? Add(LedgerEntry entry)
    {
        if (!_causes.Add(CauseHash(entry.Cause)))
            return $"has the cause {entry.Cause}, which was posted before";
        var (sum, count) = (Int128.Zero, 0L);
        foreach (var line in entry.Lines)
            (sum, count) = (sum + line.AmountMflop, count + line.Count);
        if (entry.Lines.Count < 2 || sum != 0 || count != 0)
            return $"does not sum to zero: its lines give {sum.ToString(CultureInfo.InvariantCulture)} MFLOP from nowhere";
        foreach (var line in entry.Lines)
        {
            if (!Books.Contains(line.Account.Book))
                return $"names a book that is not one, {line.Account.Book}";
            ref var balance = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_balances, line.Account, out _);
            var after = (Int128)balance + line.AmountMflop;
            if (after < long.MinValue || after > long.MaxValue)
                return $"makes a balance of {line.Account} that no account can have";
            balance = (long)after;
        }
        Postings += entry.Lines.Count;
        return Overdrawn(entry) is { } account ? $"takes more from {account} than it has" : null;
    }

    private LedgerAccountName? Overdrawn(LedgerEntry entry)
    {
        foreach (var line in entry.Lines)
        {
            if (line.AmountMflop < 0 && line.Account.Book != Network && _balances[line.Account] < 0)
                return line.Account;
        }
        return null;
    }

    /// <summary>Half a SHA-256: millions of causes are remembered in 16 bytes each, and nobody finds two that are taken for one.</summary>
    private static UInt128 CauseHash(string cause)
    {
        Span<byte> hash = stackalloc byte[System.Security.Cryptography.SHA256.HashSizeInBytes];
        System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(cause), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
