using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Uplink;
using LaionGrid.Worker.Uplink.Auditing;
namespace LaionGrid.Worker.Audit;

/// <summary>The three ways to check the ledger. Each writes what it found as sentences for the owner, and ends in an exception when something does not hold.</summary>
internal sealed class AuditRun(LogFiles files, KnownLog known, CollectReceipts receipts, WorkerKey key, TextWriter output)
{
    /// <summary>Is the log the one that this machine knows, and does it hold what this machine has receipts for?</summary>
    public async Task CheckAsync(WorkerIdentity? identity, CancellationToken cancellationToken)
    {
        var log = await known.OpenAsync(cancellationToken);
        await TellLogAsync(log);
        if (identity is { WorkerKey.Length: > 0 })
        {
            key.Text = identity.WorkerKey;
            var compared = await receipts.CompareAsync(log, cancellationToken);
            var came = await receipts.CollectAsync(log, cancellationToken);
            await output.WriteLineAsync(compared is null
                ? "The coordinator did not list this machine's entries, so its receipts were not compared."
                : $"{Receipts(compared.Value)} of this machine agree with it{(came > 0 ? $", and {Receipts(came)} came" : "")}.");
        }
        else
        {
            await output.WriteLineAsync("This machine has not joined a grid from this folder, so there are no receipts to look at.");
        }
        known.Remember(log);
    }

    /// <summary>Does a receipt prove itself, and is it of today's log?</summary>
    public async Task CheckReceiptAsync(string path, CancellationToken cancellationToken)
    {
        var receipt = ReceiptBox.Read(path);
        await output.WriteLineAsync($"The receipt proves itself: entry {KnownLog.Count(receipt.Index)} ({receipt.Entry.Cause}) is among the {KnownLog.Count(receipt.Head.Size)} that {receipt.Key} signed.");
        OpenLog log;
        try
        {
            log = await known.OpenAsync(cancellationToken);
        }
        catch (NotCheckedException error)
        {
            await output.WriteLineAsync($"It was not compared with the log of today. {error.Message}");
            return;
        }
        if (receipt.Key.Text != log.Key.Text)
            throw new LogFaultException($"The receipt is of another log ({receipt.Key}) than the coordinator's ({log.Key}).");
        await KnownLog.DemandBeginsWithAsync(log, receipt.Head, "gave the receipt");
        await output.WriteLineAsync("Today's log begins with that one.");
        known.Remember(log);
    }

    /// <summary>Does the whole log give its root, and the balances that the coordinator goes by?</summary>
    public async Task CheckAllAsync(CancellationToken cancellationToken)
    {
        var first = await known.OpenAsync(cancellationToken);
        var pages = await BalancePage.ReadAllAsync(files, cancellationToken);
        if (pages.Any(page => page.Size < first.Head.Size))
            throw new LogFaultException("The coordinator's balances are older than its log.");
        var log = await known.OpenAsync(cancellationToken); // it may have grown meanwhile
        await TellLogAsync(log);
        var audited = await new FullAudit(files, log).RunAsync(pages, cancellationToken);
        await output.WriteLineAsync(
            $"{KnownLog.Count(audited.Entries)} entries with {KnownLog.Count(audited.Postings)} postings were read: every transaction sums to zero, and they give the signed root and the balances that the coordinator goes by, in {KnownLog.Count(audited.Accounts)} {(audited.Accounts == 1 ? "account" : "accounts")}.");
        known.Remember(log);
    }

    private Task TellLogAsync(OpenLog log) => output.WriteLineAsync(log.Before is { } before
        ? $"The log has {KnownLog.Count(log.Head.Size)} entries, signed by {log.Key}, and begins with the {KnownLog.Count(before.Size)} that this machine saw before."
        : $"The log has {KnownLog.Count(log.Head.Size)} entries, signed by {log.Key}. This machine sees it for the first time; from now on it notices changes.");

    private static string Receipts(int count) => $"{KnownLog.Count(count)} {(count == 1 ? "receipt" : "receipts")}";
}
