using System.Security.Cryptography;
using LaionGrid.Coordinator.Blobs;

namespace LaionGrid.Coordinator.Datasets.Releases.Building;

/// <summary>A finished file of a release that is being built.</summary>
internal sealed record StagedFile(string Path, long Bytes, string Sha256);

/// <summary>
/// The folder that a release is written to. Its files are flushed and hashed as they are written, and it appears under its name whole, by <see cref="Publish"/>, or not at all: what a builder that was
/// killed has left, the next one clears away.
/// </summary>
internal sealed class StagingFolder
{
    private const string Staging = ".staging";

    private readonly string _root;
    private readonly string _path;
    private readonly Action _beforeWrite;
    private readonly List<StagedFile> _files = [];

    /// <param name="root">Folder of all releases; made when it is not there.</param>
    /// <param name="beforeWrite">Called before each step that changes the disk; what it throws ends the build there, as a crash would.</param>
    public StagingFolder(string root, Action beforeWrite)
    {
        (_root, _path, _beforeWrite) = (root, System.IO.Path.Combine(root, Staging), beforeWrite);
        _beforeWrite();
        if (Directory.Exists(_path))
            Directory.Delete(_path, recursive: true);
        Directory.CreateDirectory(_path);
    }

    /// <summary>In the order in which they were finished.</summary>
    public IReadOnlyList<StagedFile> Files => _files;

    /// <summary>A new file; it counts once it is disposed without a fault.</summary>
    /// <param name="path">Within the release, with '/'.</param>
    public StagedStream Create(string path)
    {
        _beforeWrite();
        return new StagedStream(path, PathOf(path), _beforeWrite, _files.Add);
    }

    public void Write(string path, ReadOnlySpan<byte> bytes)
    {
        using var file = Create(path);
        file.Write(bytes);
        file.Finish();
    }

    /// <summary>Where a file of this name is to lie; its folder is there.</summary>
    public string PathOf(string path)
    {
        var full = System.IO.Path.Combine(_path, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full) ?? _path);
        return full;
    }

    /// <summary>Takes in a file that something else has written at its place.</summary>
    public void Adopt(string path)
    {
        _beforeWrite();
        using var file = new FileStream(PathOf(path), FileMode.Open, FileAccess.ReadWrite);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(file));
        RandomAccess.FlushToDisk(file.SafeFileHandle);
        _files.Add(new(path, file.Length, sha256));
    }

    /// <summary>Gives the folder its name. A folder of this name that was never published is replaced.</summary>
    public void Publish(string version)
    {
        foreach (var folder in Directory.EnumerateDirectories(_path, "*", SearchOption.AllDirectories).Append(_path))
            DurableFile.FlushFolder(folder);
        _beforeWrite();
        Remove(_root, version);
        _beforeWrite();
        Directory.Move(_path, System.IO.Path.Combine(_root, version));
        DurableFile.FlushFolder(_root);
    }

    /// <summary>Deletes the folder of a version, if there is one.</summary>
    public static void Remove(string root, string version)
    {
        var path = System.IO.Path.Combine(root, version);
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }
}
