using System.Globalization;
using LaionGrid.Arithmetic.Bookkeeping;
using LaionGrid.Worker.Uplink.Auditing;
namespace LaionGrid.Worker.Audit;

/// <summary>Balances that the coordinator goes by, of the owners behind one up to another, as the log of a size must give them.</summary>
/// <param name="Last">The last owner that the page is about; null when it is about all behind <paramref name="After"/>.</param>
internal sealed record BalancePage(long Size, string After, string? Last, IReadOnlyDictionary<LedgerAccountName, long> Balances)
{
    public const string Network = "Network";

    private const int MaxPages = 1_000_000;

    /// <summary>All pages there are.</summary>
    /// <exception cref="LogFaultException">What came is no page, or does not go on.</exception>
    public static async Task<IReadOnlyList<BalancePage>> ReadAllAsync(LogFiles files, CancellationToken cancellationToken)
    {
        var pages = new List<BalancePage>();
        for (var after = ""; ;)
        {
            var text = await KnownLog.AskAsync(() => files.BalancesAsync(after, cancellationToken)) ?? throw new NotCheckedException("The coordinator publishes no balances.");
            var page = Parse(text, after) ?? throw new LogFaultException("The coordinator's balances are not a list of balances.");
            pages.Add(page);
            if (page.Last is not { } last)
                return pages;
            if (string.CompareOrdinal(last, after) <= 0 || pages.Count == MaxPages)
                throw new LogFaultException("The coordinator's balances go round in circles.");
            after = last;
        }
    }

    /// <summary>Null when the text is no page.</summary>
    public static BalancePage? Parse(string text, string after)
    {
        var lines = text.Split('\n');
        if (lines.Length < 3 || lines[^1].Length > 0 || !lines[0].StartsWith("size ", StringComparison.Ordinal)
            || !long.TryParse(lines[0].AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var size))
            return null;
        var last = lines[^2].StartsWith("next ", StringComparison.Ordinal) ? lines[^2][5..] : null;
        if (last is null ? lines[^2] != "end" : last.Length != 32 || !last.All(char.IsAsciiHexDigitLower))
            return null;
        var balances = new Dictionary<LedgerAccountName, long>();
        foreach (var line in lines[1..^2])
        {
            if (ParseLine(line) is not var (account, mflop) || !balances.TryAdd(account, mflop))
                return null;
        }
        return new(size, after, last, balances);
    }

    /// <summary>Null when the log gives the same; otherwise the first difference as a sentence.</summary>
    public string? Compare(IReadOnlyDictionary<LedgerAccountName, long> replayed)
    {
        foreach (var (account, mflop) in Balances)
        {
            if (replayed.GetValueOrDefault(account) is var other && other != mflop)
                return Difference(account, mflop, other);
        }
        foreach (var (account, mflop) in replayed)
        {
            if (mflop != 0 && account.Book != Network && IsAbout(account) && !Balances.ContainsKey(account))
                return Difference(account, 0, mflop);
        }
        return null;
    }

    private bool IsAbout(LedgerAccountName account)
    {
        var owner = account.Owner.ToString("N");
        return string.CompareOrdinal(owner, After) > 0 && (Last is null || string.CompareOrdinal(owner, Last) <= 0);
    }

    private static string Difference(LedgerAccountName account, long published, long replayed) =>
        $"A balance was changed: the coordinator goes by {KnownLog.Count(published)} MFLOP for {account}, and the log gives {KnownLog.Count(replayed)}.";

    private static (LedgerAccountName Account, long Mflop)? ParseLine(string line)
    {
        var parts = line.Split(' ');
        return parts.Length == 4 && Guid.TryParseExact(parts[0], "N", out var owner) && Guid.TryParseExact(parts[2], "N", out var holder)
            && long.TryParse(parts[3], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var mflop) ? (new(owner, parts[1], holder), mflop) : null;
    }
}
