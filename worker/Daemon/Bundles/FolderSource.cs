namespace LaionGrid.Worker.Bundles;

/// <summary>
/// Bundles in a folder that others fill and this worker only reads, such as one that all nodes of a cluster see: each in a folder with its bundle.json. Which files it has is
/// looked up once. Safe to call from any thread.
/// </summary>
internal sealed class FolderSource(string folder) : IBundleSource
{
    private const int PieceBytes = 1 << 20;

    private readonly Lazy<IReadOnlyDictionary<string, string>> _paths = new(() => PathsIn(folder));

    public string Name => folder;

    public async Task<SourceFault?> ReadAsync(BundleFile file, long offset, long bytes, Func<ReadOnlyMemory<byte>, ValueTask> keep, CancellationToken cancellationToken)
    {
        try
        {
            if (!_paths.Value.TryGetValue(file.Sha256, out var path))
                return new($"{file.Path} is not there.", MayPass: false);
            using var opened = File.OpenHandle(path, options: FileOptions.Asynchronous);
            var piece = new byte[PieceBytes];
            for (int read; bytes > 0 && (read = await RandomAccess.ReadAsync(opened, piece.AsMemory(0, (int)Math.Min(bytes, PieceBytes)), offset, cancellationToken)) > 0; bytes -= read, offset += read)
                await keep(piece.AsMemory(0, read));
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(error.Message, MayPass: false);
        }
    }

    /// <summary>By hash. What is no bundle is passed over.</summary>
    private static Dictionary<string, string> PathsIn(string folder)
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in Directory.EnumerateDirectories(folder).Select(bundle => Path.Combine(bundle, BundleManifest.FileName)).Where(File.Exists))
        {
            foreach (var file in BundleManifest.Parse(File.ReadAllText(text)).Manifest?.Files ?? [])
                paths[file.Sha256] = file.PathIn(Path.GetDirectoryName(text) ?? folder);
        }
        return paths;
    }
}
