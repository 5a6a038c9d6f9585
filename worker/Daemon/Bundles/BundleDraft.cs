using Microsoft.Win32.SafeHandles;

namespace LaionGrid.Worker.Bundles;

/// <summary>
/// A bundle that is not whole yet: its files, with gaps, and how much of each chunk is there. Chunks may be worked on at once, each by one caller. Open as long as it is
/// worked on; what is on the disk is enough to go on from.
/// </summary>
internal sealed class BundleDraft : IDisposable
{
    /// <summary>No file of a bundle can be called this.</summary>
    public const string ArrivalsName = "arrivals.part";

    private readonly BundleManifest _manifest;
    private readonly string _folder;
    private readonly Dictionary<BundleFile, SafeFileHandle> _files = [];
    private readonly Arrivals _arrivals;

    /// <exception cref="IOException">The disk is full or does not let it.</exception>
    public BundleDraft(BundleManifest manifest, string folder)
    {
        (_manifest, _folder) = (manifest, folder);
        Directory.CreateDirectory(folder);
        _arrivals = Arrivals.Open(Path.Combine(folder, ArrivalsName), manifest.Chunks);
        try
        {
            foreach (var file in manifest.Files)
                _files[file] = Open(file);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IEnumerable<int> Incomplete => Enumerable.Range(0, _manifest.Chunks.Count).Where(chunk => Arrived(chunk) < _manifest.Chunks[chunk].Bytes);

    public long MissingBytes => _manifest.Chunks.Index().Sum(chunk => chunk.Item.Bytes - Arrived(chunk.Index));

    /// <summary>Bytes of the chunk that are there.</summary>
    public long Arrived(int chunk) => Math.Max(0, _arrivals[chunk]);

    /// <summary>Finds out which chunks are there of those that nothing is known of.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        foreach (var chunk in Enumerable.Range(0, _manifest.Chunks.Count).Where(chunk => _arrivals[chunk] == Arrivals.Unknown))
            _arrivals.Set(chunk, await IsRightAsync(chunk, cancellationToken) ? _manifest.Chunks[chunk].Bytes : 0);
    }

    /// <summary>Adds what comes next of a chunk.</summary>
    /// <exception cref="BundleDiskException">The disk did not take it.</exception>
    public async ValueTask AppendAsync(int chunk, ReadOnlyMemory<byte> data)
    {
        try
        {
            var (of, arrived) = (_manifest.Chunks[chunk], Arrived(chunk));
            await RandomAccess.WriteAsync(_files[of.File], data, of.Offset + arrived, CancellationToken.None);
            _arrivals.Set(chunk, arrived + data.Length);
        }
        catch (IOException error)
        {
            throw new BundleDiskException(error.Message, error);
        }
    }

    public void Restart(int chunk) => _arrivals.Set(chunk, 0);

    public async Task<bool> IsRightAsync(int chunk, CancellationToken cancellationToken)
    {
        var of = _manifest.Chunks[chunk];
        return await BundleHash.OfAsync(_files[of.File], of.Offset, of.Bytes, cancellationToken) == of.Sha256;
    }

    /// <summary>Files whose hash is wrong though their chunks came; nothing is known of these chunks from here on.</summary>
    public async Task<IReadOnlyList<BundleFile>> DoubtAsync(CancellationToken cancellationToken)
    {
        var wrong = new List<BundleFile>();
        foreach (var file in _manifest.Files)
        {
            if (await BundleHash.OfAsync(_files[file], 0, file.Bytes, cancellationToken) != file.Sha256)
                wrong.Add(file);
            RandomAccess.FlushToDisk(_files[file]);
        }
        foreach (var (index, _) in _manifest.Chunks.Index().Where(chunk => wrong.Contains(chunk.Item.File)))
            _arrivals.Set(index, Arrivals.Unknown);
        return wrong;
    }

    public void Dispose()
    {
        _arrivals.Dispose();
        foreach (var file in _files.Values)
            file.Dispose();
    }

    private SafeFileHandle Open(BundleFile file)
    {
        var path = file.PathIn(_folder);
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? _folder);
        var opened = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, FileOptions.Asynchronous);
        if (RandomAccess.GetLength(opened) > file.Bytes)
            RandomAccess.SetLength(opened, file.Bytes);
        return opened;
    }
}
