using System.Globalization;
using System.Text;

namespace LaionGrid.Arithmetic.Bookkeeping;

/// <summary>One account of the ledger as the public log names it.</summary>
/// <param name="Owner">Who has it.</param>
/// <param name="Book">What an amount in it stands for, such as "Pending".</param>
/// <param name="Holder">The device that earned it; empty where it is nobody's in particular.</param>
public readonly record struct LedgerAccountName(Guid Owner, string Book, Guid Holder)
{
    public override string ToString() => $"{Owner:N} {Book} {Holder:N}";
}

/// <summary>One account's share of a transaction.</summary>
public readonly record struct LedgerEntryLine(LedgerAccountName Account, long AmountMflop, int Count);

/// <summary>
/// A transaction of the ledger as a leaf of the log: a text that has one spelling, so that whoever has the transaction has the leaf. In ASCII, each line
/// ended by a line feed: "laiongrid-ledger/1", "id " and 32 hex digits, "at " and microseconds since 1970, "cause " and a word; then for each share the owner
/// in hex, the book, the holder in hex, the amount in MFLOP and the count, with blanks between, these lines sorted by their bytes.
/// </summary>
public sealed record LedgerEntry(Guid Id, long PostedAt, string Cause, IReadOnlyList<LedgerEntryLine> Lines)
{
    private const string Version = "laiongrid-ledger/1";
    private const int Head = 4;

    public byte[] Write()
    {
        var text = new StringBuilder(128 + 112 * Lines.Count);
        text.Append(Version).Append(CultureInfo.InvariantCulture, $"\nid {Id:N}\nat {PostedAt}\ncause {Cause}\n");
        foreach (var line in Lines.Select(Spell).Order(StringComparer.Ordinal))
            text.Append(line).Append('\n');
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>Null for anything but an entry as <see cref="Write"/> spells it.</summary>
    public static LedgerEntry? Parse(ReadOnlySpan<byte> bytes)
    {
        var lines = Encoding.ASCII.GetString(bytes).Split('\n');
        if (lines.Length <= Head || lines[0] != Version || After(lines[1], "id ") is not { } id || After(lines[2], "at ") is not { } at || After(lines[3], "cause ") is not { } cause)
            return null;
        if (!Guid.TryParseExact(id, "N", out var key) || !long.TryParse(at, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var posted))
            return null;
        var shares = new LedgerEntryLine[lines.Length - Head - 1];
        for (var index = 0; index < shares.Length; index++)
        {
            if (ParseLine(lines[Head + index]) is not { } share)
                return null;
            shares[index] = share;
        }
        var read = new LedgerEntry(key, posted, cause, shares);
        return bytes.SequenceEqual(read.Write()) ? read : null;
    }

    private static string Spell(LedgerEntryLine line) => string.Create(CultureInfo.InvariantCulture, $"{line.Account} {line.AmountMflop} {line.Count}");

    private static LedgerEntryLine? ParseLine(string line)
    {
        var parts = line.Split(' ');
        if (parts.Length != 5 || !Guid.TryParseExact(parts[0], "N", out var owner) || parts[1].Length is 0 or > 20 || !Guid.TryParseExact(parts[2], "N", out var holder))
            return null;
        return long.TryParse(parts[3], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var mflop) && int.TryParse(parts[4], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count)
            ? new(new(owner, string.IsInterned(parts[1]) ?? parts[1], holder), mflop, count)
            : null;
    }

    private static string? After(string line, string start) => line.StartsWith(start, StringComparison.Ordinal) ? line[start.Length..] : null;
}
