using LaionGrid.Datasets.Parquet;

namespace LaionGrid.Coordinator.Datasets.Releases.Building;

/// <summary>One table of a release on its way to its file, "data/NAME/000000.parquet".</summary>
internal sealed class TableFile<TRow>(StagingFolder folder, string path, ParquetColumns<TRow> columns) : IDisposable
{
    private readonly StagedStream _file = folder.Create(path);
    private ParquetWriter<TRow>? _writer;

    public long Count => _writer?.Count ?? 0;

    public void Write(TRow row) => Writer.Write(row);

    public void Finish()
    {
        Writer.Finish();
        _file.Finish();
    }

    public void Dispose() => _file.Dispose();

    private ParquetWriter<TRow> Writer => _writer ??= new(_file, columns);
}
