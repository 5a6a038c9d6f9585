using System.Globalization;
using LaionGrid.Arithmetic.Merkle;
using LaionGrid.Worker.Uplink.Auditing;
namespace LaionGrid.Worker.Audit;

/// <summary>A log whose present head is signed and begins with all that this machine has seen.</summary>
/// <param name="Note">The signed checkpoint as it came.</param>
/// <param name="Before">What this machine had seen; null when it sees the log for the first time.</param>
internal sealed record OpenLog(LogKey Key, string Note, Checkpoint Head, TiledTree Tree, Checkpoint? Before);

/// <summary>Opens the coordinator's log and holds it to what this machine has seen of it before.</summary>
internal sealed class KnownLog(LogFiles files, SeenLog seen)
{
    /// <exception cref="LogFaultException">It is not the log that this machine knows, or not signed.</exception>
    /// <exception cref="NotCheckedException">The coordinator is away or keeps no log.</exception>
    public async Task<OpenLog> OpenAsync(CancellationToken cancellationToken)
    {
        var known = seen.Read();
        var (keyText, note) = (await AskAsync(() => files.KeyAsync(cancellationToken)), await AskAsync(() => files.CheckpointAsync(cancellationToken)));
        if (keyText is null || note is null)
            throw new NotCheckedException("The coordinator keeps no public log, or has just begun it. Try again in a minute.");
        var key = LogKey.Parse(keyText.Trim()) ?? throw new LogFaultException("The coordinator's key for the log is not a key.");
        if (known is { } pinned && pinned.Key.Text != key.Text)
            throw new LogFaultException($"The log is signed with another key ({key}) than this machine knows ({pinned.Key}). Ask the operator why; if the answer is good, delete {seen.Path} to accept the new key.");
        if (SignedNote.Open(note, key) is not { } text || Checkpoint.Parse(text) is not { } head || head.Origin != key.Name)
            throw new LogFaultException("The log's checkpoint is not signed with the log's key.");
        var log = new OpenLog(key, note, head, TreeOf(head.Size, cancellationToken), known?.Head);
        if (known is { } before)
            await DemandBeginsWithAsync(log, before.Head, "this machine saw");
        return log;
    }

    /// <summary>From now on the log is held to this head.</summary>
    public void Remember(OpenLog log) => seen.Write(log.Key, log.Note, log.Head.Size);

    /// <param name="whose">Who vouches for the older head, as in "the log that ...".</param>
    /// <exception cref="LogFaultException">The log does not begin with the older one.</exception>
    public static async Task DemandBeginsWithAsync(OpenLog log, Checkpoint older, string whose)
    {
        if (log.Head.Size < older.Size)
            throw new LogFaultException($"The log has become shorter: the one that {whose} had {Count(older.Size)} entries, today's has {Count(log.Head.Size)}. Entries were removed.");
        if (log.Head.Size == older.Size)
        {
            if (log.Head.Root != older.Root)
                throw new LogFaultException($"The log was rewritten: it has {Count(older.Size)} entries like the one that {whose}, but they are not the same.");
            return;
        }
        var proof = await AskAsync(() => log.Tree.ProveConsistencyAsync(older.Size)) ?? throw new LogFaultException("The log cannot be proved: the coordinator does not have all of its tiles.");
        if (!MerkleProof.IsConsistent(older.Size, older.Root, log.Head.Size, log.Head.Root, proof))
            throw new LogFaultException($"The log was rewritten: today's {Count(log.Head.Size)} entries do not begin with the {Count(older.Size)} that {whose}. One of those was changed, removed or put in.");
    }

    /// <exception cref="NotCheckedException">The coordinator does not answer.</exception>
    public static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (HttpRequestException error)
        {
            throw new NotCheckedException($"The coordinator cannot be asked: {error.Message} Check --coordinator, or try again later.");
        }
        catch (TaskCanceledException error) when (error.InnerException is TimeoutException)
        {
            throw new NotCheckedException("The coordinator does not answer in time. Try again later.");
        }
    }

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private TiledTree TreeOf(long size, CancellationToken cancellationToken) =>
        new(size, async name => await files.TileAsync(name, cancellationToken) is { } bytes ? Tile.Read(bytes, name.Width) : null);
}
