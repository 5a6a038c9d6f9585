using System.Text;
using LaionGrid.Datasets.Explorer;
using LaionGrid.Datasets.Parquet;

namespace LaionGrid.Datasets.Import;

/// <summary>Metadata of pictures as LAION published it, in Parquet or CSV: links, texts and scores, read a row at a time.</summary>
public static class LaionFile
{
    /// <summary>The rows; each is named by its number in the file, from 1.</summary>
    /// <param name="file">Seekable; left open. What it is shows by how it begins.</param>
    /// <exception cref="InvalidDataException">It is broken or of wrong types; the message names row and column where there is one.</exception>
    public static IEnumerable<ExplorerRow> Read(Stream file) => IsParquet(file) ? ReadParquet(file) : ReadCsv(file);

    private static bool IsParquet(Stream file)
    {
        Span<byte> start = stackalloc byte[4];
        file.Position = 0;
        var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return read == start.Length && start.SequenceEqual("PAR1"u8);
    }

    private static IEnumerable<ExplorerRow> ReadParquet(Stream file)
    {
        var reader = new ParquetReader(file);
        var columns = new LaionColumns(reader.Columns);
        var number = 0L;
        foreach (var values in reader.Read(columns.Used))
            yield return columns.RowOf(values, ++number);
    }

    private static IEnumerable<ExplorerRow> ReadCsv(Stream file)
    {
        using var text = new StreamReader(file, Encoding.UTF8, leaveOpen: true);
        var reader = new CsvReader(text);
        reader.ReadHeader();
        var columns = new LaionColumns(reader.Columns);
        int[] places = [.. columns.Used.Select(name => reader.Columns.ToList().IndexOf(name))];
        var (number, values) = (0L, new object?[places.Length]);
        foreach (var fields in reader.Read())
        {
            for (var i = 0; i < places.Length; i++)
                values[i] = fields[places[i]];
            yield return columns.RowOf(values, ++number);
        }
    }
}
