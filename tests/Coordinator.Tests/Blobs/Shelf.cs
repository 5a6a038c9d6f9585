using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Edge;
using LaionGrid.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Tests.Blobs;

/// <summary>A store on the disk with its sweep, a clock that the test turns, and references that it sets.</summary>
internal sealed class Shelf : IDisposable
{
    /// <summary>All made-up hashes begin so; one turn of the sweep takes them all.</summary>
    public const string Prefix = "ab";

    public Shelf(Func<IBlobStore, IBlobStore>? around = null)
    {
        Store = new DiskBlobStore(Options.Create(new DataOptions { Folder = Folder.Path }), Time);
        Sweep = new BlobSweep(around?.Invoke(Store) ?? Store, [References], Options.Create(new BlobsOptions()), Time, NullLogger<BlobSweep>.Instance);
    }

    public TemporaryFolder Folder { get; } = new();

    public ManualTime Time { get; } = new();

    public DiskBlobStore Store { get; }

    public SetReferences References { get; } = new();

    public BlobSweep Sweep { get; }

    public static TimeSpan Grace { get; } = new BlobsOptions().SweepAfter;

    /// <summary>A hash that is as good as another one: the store takes the caller's word.</summary>
    public static string Hash(int number) => $"{Prefix}{number:x62}";

    public static byte[] BytesOf(int number) => [(byte)number, 1, 2, 3];

    public Task PutAsync(int number) => Store.PutAsync(Hash(number), BytesOf(number), default);

    public Task<byte[]?> GetAsync(int number) => Store.GetAsync(Hash(number), default);

    public async Task SweepAfterAsync(TimeSpan wait)
    {
        Time.Advance(wait);
        await Sweep.SweepAsync(Prefix, default);
    }

    /// <summary>Every file below the store's folder.</summary>
    public IEnumerable<string> Files => Directory.EnumerateFiles(Folder.Path, "*", SearchOption.AllDirectories);

    public void Dispose()
    {
        Store.Dispose();
        Folder.Dispose();
    }
}

/// <summary>The references that a test sets; what it hangs in before an answer happens while the sweep waits for it.</summary>
internal sealed class SetReferences : IBlobReferences
{
    public HashSet<string> Hashes { get; } = [];

    public Func<Task> After { get; set; } = () => Task.CompletedTask;

    public async Task<IReadOnlyCollection<string>> FindAsync(IReadOnlyCollection<string> sha256s, CancellationToken cancellationToken)
    {
        var found = sha256s.Where(Hashes.Contains).ToList();
        await After(); // the answer is old by the time it arrives, as a database's is
        return found;
    }
}
