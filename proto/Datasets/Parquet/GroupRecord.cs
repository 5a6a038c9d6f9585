namespace LaionGrid.Datasets.Parquet;

/// <summary>What the footer says of one row group.</summary>
internal sealed record GroupRecord(int Rows, IReadOnlyList<ChunkRecord> Chunks);

/// <summary>What the footer says of one column's part of a row group.</summary>
/// <param name="Start">Offset of its first page in the file.</param>
/// <param name="Values">With nulls and, of a list, the places of empty ones.</param>
/// <param name="RawBytes">Pages with their headers, before compression.</param>
/// <param name="Bytes">Pages with their headers, as they lie in the file.</param>
internal sealed record ChunkRecord(long Start, long Values, long RawBytes, long Bytes, long Nulls);
