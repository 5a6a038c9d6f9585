using LaionGrid.Arithmetic.Bookkeeping;
using LaionGrid.Arithmetic.Merkle;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Ledger.PublicLog;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Ledger;

/// <summary>Reads a coordinator's log as a stranger would, by its own account of itself alone.</summary>
internal sealed class LogScene(CoordinatorUnderTest grid)
{
    public static readonly Guid Device = new("22222222-2222-7222-8222-222222222222");

    private readonly LedgerScene _ledger = new(grid);

    public LedgerScene Ledger => _ledger;

    public async Task PostAsync(AccountId owner, int times, long mflop = 5)
    {
        for (var time = 0; time < times; time++)
        {
            grid.Time.Advance(TimeSpan.FromMilliseconds(1)); // within one, the order is nobody's to know
            await _ledger.PostAsync(CreditPolicy.Provisional(owner, Device, mflop), $"attempt:{Guid.NewGuid():N}");
        }
    }

    public Task PublishAsync() => grid.Get<SequenceLog>().RunAsync(default);

    public async Task<Checkpoint> CheckpointAsync()
    {
        var head = await grid.Get<ReadLog>().HeadAsync(default);
        return Checkpoint.Parse(SignedNote.Open(head!.Checkpoint, grid.Get<LogSecret>().Key)!)!;
    }

    public async Task<IReadOnlyList<LedgerEntry?>> EntriesAsync(long size)
    {
        var entries = new List<LedgerEntry?>();
        for (var bundle = 0; TileName.Of(TileName.Entries, bundle, size) is { } name; bundle++)
            entries.AddRange(EntryBundle.Read(await grid.Get<ReadLog>().TileAsync(name, default), name.Width)!.Select(entry => LedgerEntry.Parse(entry.Span)));
        return entries;
    }

    public TiledTree Tree(long size) => new(size, async name => await grid.Get<ReadLog>().TileAsync(name, default) is { } bytes ? Tile.Read(bytes, name.Width) : null);

    public static MerkleHash RootOf(IEnumerable<LedgerEntry?> entries)
    {
        var tree = new GrowingTree();
        foreach (var entry in entries)
            tree.Add(MerkleHash.OfLeaf(entry?.Write() ?? []));
        return tree.Root;
    }
}
