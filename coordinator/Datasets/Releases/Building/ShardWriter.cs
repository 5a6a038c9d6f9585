using System.Formats.Tar;
using System.Globalization;
using System.Text;

namespace LaionGrid.Coordinator.Datasets.Releases.Building;

/// <summary>
/// Tar files in WebDataset's form: the files of one picture share a name and follow each other. Headers are fixed but for name and size, so the same pictures give the same bytes. Only one picture is in memory.
/// </summary>
internal sealed class ShardWriter(StagingFolder folder, string version, DateTimeOffset bound) : IDisposable
{
    public const int MaxPictures = 10_000;
    public const long MaxBytes = 1L << 30;

    private StagedStream? _file;
    private TarWriter? _tar;
    private int _shards;
    private int _pictures;

    /// <summary>Where a picture of so many bytes goes, if it is the next: its shard's path within the release.</summary>
    public string NextShard(long bytes)
    {
        if (_file is not null && (_pictures == MaxPictures || _file.Position + bytes > MaxBytes))
            Finish();
        return NameOf(_file is null ? _shards : _shards - 1);
    }

    /// <summary>Adds a picture to the shard that <see cref="NextShard"/> has said.</summary>
    public void Add(string uid, byte[] png, byte[] json, string text)
    {
        if (_tar is null)
        {
            _file = folder.Create(NameOf(_shards++));
            (_tar, _pictures) = (new TarWriter(_file, TarEntryFormat.Ustar, leaveOpen: true), 0);
        }
        Add(_tar, $"{uid}.png", png);
        Add(_tar, $"{uid}.json", json);
        Add(_tar, $"{uid}.txt", Encoding.UTF8.GetBytes(text));
        _pictures++;
    }

    public void Finish()
    {
        _tar?.Dispose();
        _file?.Finish();
        _file?.Dispose();
        (_tar, _file) = (null, null);
    }

    public void Dispose()
    {
        // What was not finished is thrown away with its folder: the end of the tar need not be written.
        _file?.Dispose();
    }

    private void Add(TarWriter tar, string name, byte[] bytes)
    {
        using var data = new MemoryStream(bytes, writable: false);
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
        {
            DataStream = data, ModificationTime = bound, Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
        });
    }

    private string NameOf(int index) => $"shards/laiongrid-{version}-{index.ToString("000000", CultureInfo.InvariantCulture)}.tar";
}
