using System.Globalization;
using LaionGrid.Coordinator.Edge;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Blobs;

/// <summary>Blobs in a folder of this machine, two levels deep. Each is written under another name, flushed, then renamed.</summary>
internal sealed class DiskBlobStore(IOptions<DataOptions> data, TimeProvider time) : IBlobStore, IDisposable
{
    private const int HashLength = 64;
    private const int Threads = 16;
    private const int Folders = 256;

    private readonly string _kept = data.Value.PathOf("blobs");
    private readonly string _aside = data.Value.PathOf(Path.Combine("blobs", "aside"));
    private readonly bool[] _settled = new bool[Folders]; // the folders of the first level
    private readonly bool[] _inside = new bool[Folders * Folders]; // and those in them
    private readonly DiskThreads _threads = new(Threads);

    public Task OpenAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_aside);
        DurableFile.FlushFolder(_kept);
        DurableFile.FlushFolder(data.Value.PathOf(""));
        return Task.CompletedTask;
    }

    public Task PutAsync(string sha256, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        _threads.RunAsync(() => Put(sha256, bytes.Span));

    public async Task<byte[]?> GetAsync(string sha256, CancellationToken cancellationToken)
    {
        // A sweep may move it between two looks, aside or back.
        foreach (var shelf in (string[])[_kept, _aside, _kept])
        {
            if (await ReadAsync(PathOf(shelf, sha256), cancellationToken) is { } bytes)
                return bytes;
        }
        return null;
    }

    public IAsyncEnumerable<string> ListAsync(BlobShelf shelf, string prefix, DateTimeOffset before, CancellationToken cancellationToken) =>
        Files(shelf == BlobShelf.Kept ? _kept : _aside, prefix, before).Where(IsBlob).Select(file => file.Name).ToAsyncEnumerable();

    public Task SetAsideAsync(string sha256, CancellationToken cancellationToken)
    {
        var kept = PathOf(_kept, sha256);
        // Its time aside is set first: a sweep that is killed in between leaves a young blob kept, never an old one aside.
        if (File.Exists(kept))
            File.SetLastWriteTimeUtc(kept, time.GetUtcNow().UtcDateTime);
        return MoveAsync(kept, PathOf(_aside, sha256));
    }

    public Task PutBackAsync(string sha256, CancellationToken cancellationToken) => MoveAsync(PathOf(_aside, sha256), PathOf(_kept, sha256));

    public Task DeleteAsideAsync(string sha256, CancellationToken cancellationToken)
    {
        File.Delete(PathOf(_aside, sha256));
        return Task.CompletedTask;
    }

    public Task DeleteRemnantsAsync(string prefix, DateTimeOffset before, CancellationToken cancellationToken)
    {
        foreach (var remnant in Files(_kept, prefix, before).Where(file => !IsBlob(file)))
            remnant.Delete();
        return Task.CompletedTask;
    }

    public void Dispose() => _threads.Dispose();

    private void Put(string sha256, ReadOnlySpan<byte> bytes)
    {
        var (place, number) = (PathOf(_kept, sha256), int.Parse(sha256.AsSpan(0, 4), NumberStyles.AllowHexSpecifier));
        if (!_inside[number])
            Directory.CreateDirectory(FolderOf(place));
        if (!File.Exists(place))
            Write(place, bytes);
        Settle(FolderOf(place), number);
    }

    /// <summary>Written beside its place: a rename inside one folder waits for no other one.</summary>
    private void Write(string place, ReadOnlySpan<byte> bytes)
    {
        var beside = $"{place}.{Path.GetRandomFileName()}";
        try
        {
            DurableFile.Write(beside, bytes, time.GetUtcNow());
            File.Move(beside, place, overwrite: true); // two puts of the same bytes may meet here
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    /// <summary>Flushes the blob's name, also when it was there: whoever renamed it may not have come so far. At first the names of the folders too.</summary>
    private void Settle(string folder, int number)
    {
        DurableFile.FlushFolder(folder);
        Once(ref _inside[number], FolderOf(folder));
        Once(ref _settled[number / Folders], _kept);
    }

    private static void Once(ref bool isFlushed, string folder)
    {
        if (!isFlushed)
            DurableFile.FlushFolder(folder);
        isFlushed = true;
    }

    /// <summary>Nothing when it is not there: another coordinator's sweep was first.</summary>
    private static Task MoveAsync(string from, string to)
    {
        if (!File.Exists(from))
            return Task.CompletedTask;
        Directory.CreateDirectory(FolderOf(to));
        File.Move(from, to, overwrite: true);
        return Task.CompletedTask;
    }

    private static async Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return File.Exists(path) ? await File.ReadAllBytesAsync(path, cancellationToken) : null;
        }
        catch (FileNotFoundException)
        {
            return null; // moved between the two
        }
    }

    private static IEnumerable<FileInfo> Files(string shelf, string prefix, DateTimeOffset before)
    {
        var folder = new DirectoryInfo(Path.Combine(shelf, prefix));
        return folder.Exists ? folder.EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.LastWriteTimeUtc < before) : [];
    }

    private static bool IsBlob(FileInfo file) => file.Name.Length == HashLength;

    private static string PathOf(string shelf, string sha256) => Path.Combine(shelf, sha256[..2], sha256[2..4], sha256);

    private static string FolderOf(string path) => Path.GetDirectoryName(path)!; // A blob's path always has a folder.
}
