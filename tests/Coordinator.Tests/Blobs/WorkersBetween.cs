using LaionGrid.Coordinator.Blobs;

namespace LaionGrid.Coordinator.Tests.Blobs;

/// <summary>A store on whose every step a script of workers' deeds goes on, and which looks after each whether all is there that must be.</summary>
internal sealed class WorkersBetween : IBlobStore, IDisposable
{
    private const int AtOnce = 2;
    private const int Kinds = 8;

    private readonly Queue<byte> _script;
    private readonly Dictionary<int, DateTimeOffset> _put = [];

    public WorkersBetween(byte[] script)
    {
        (_script, Shelf) = (new(script), new(_ => this));
        Shelf.References.After = StepAsync;
    }

    public Shelf Shelf { get; }

    public bool HasEnded => _script.Count == 0;

    private DiskBlobStore Store => Shelf.Store;

    /// <summary>The next deed: time goes by, or one of the next few pictures is put, completed or given up.</summary>
    public async Task StepAsync()
    {
        if (!_script.TryDequeue(out var deed))
            return;
        var number = Enumerable.Range(0, int.MaxValue).Where(number => !IsReferredTo(number)).ElementAt(deed / Kinds % AtOnce);
        switch (deed % Kinds)
        {
            case 0:
                Shelf.Time.Advance(Shelf.Grace + TimeSpan.FromSeconds(1));
                break;
            case 1:
                Shelf.Time.Advance(Shelf.Grace / 4);
                break;
            case 2 when MayComplete(number):
                Shelf.References.Hashes.Add(Shelf.Hash(number));
                break;
            case 3 or 4:
                _put.Remove(number);
                break;
            case > 4:
                await Shelf.PutAsync(number);
                _put[number] = Shelf.Time.GetUtcNow();
                break;
        }
        await CheckAsync();
    }

    /// <summary>A reference is written within the grace of its put, or never.</summary>
    private bool MayComplete(int number) => _put.TryGetValue(number, out var at) && Shelf.Time.GetUtcNow() - at <= Shelf.Grace;

    private bool IsReferredTo(int number) => Shelf.References.Hashes.Contains(Shelf.Hash(number));

    private async Task CheckAsync()
    {
        foreach (var number in Enumerable.Range(0, Shelf.References.Hashes.Count + AtOnce).Where(number => IsReferredTo(number) || MayComplete(number)))
            Assert.Equal(Shelf.BytesOf(number), await Shelf.GetAsync(number));
    }

    public Task OpenAsync(CancellationToken cancellationToken) => Store.OpenAsync(cancellationToken);

    public Task PutAsync(string sha256, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => Store.PutAsync(sha256, bytes, cancellationToken);

    public Task<byte[]?> GetAsync(string sha256, CancellationToken cancellationToken) => Store.GetAsync(sha256, cancellationToken);

    public async IAsyncEnumerable<string> ListAsync(
        BlobShelf shelf, string prefix, DateTimeOffset before, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await StepAsync();
        foreach (var blob in await Store.ListAsync(shelf, prefix, before, cancellationToken).ToListAsync(cancellationToken))
            yield return blob;
        await StepAsync();
    }

    public Task SetAsideAsync(string sha256, CancellationToken cancellationToken) => BetweenAsync(Store.SetAsideAsync(sha256, cancellationToken));

    public Task PutBackAsync(string sha256, CancellationToken cancellationToken) => BetweenAsync(Store.PutBackAsync(sha256, cancellationToken));

    public Task DeleteAsideAsync(string sha256, CancellationToken cancellationToken) => BetweenAsync(Store.DeleteAsideAsync(sha256, cancellationToken));

    public Task DeleteRemnantsAsync(string prefix, DateTimeOffset before, CancellationToken cancellationToken) =>
        BetweenAsync(Store.DeleteRemnantsAsync(prefix, before, cancellationToken));

    public void Dispose() => Shelf.Dispose();

    private async Task BetweenAsync(Task step)
    {
        await step;
        await StepAsync();
    }
}
