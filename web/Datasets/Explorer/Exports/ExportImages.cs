using System.Text;
using System.Text.Json;
using LaionGrid.Datasets.Parquet;
using LaionGrid.Web.Datasets.Explorer.Images;
using LaionGrid.Web.Site;
using Microsoft.Data.Sqlite;

namespace LaionGrid.Web.Datasets.Explorer.Exports;

/// <summary>Writes all rows of a filter as they are read, in one of a few formats. Memory holds one row, of Parquet one row group.</summary>
internal static class ExportImages
{
    public static readonly IReadOnlyDictionary<string, string> Types = new Dictionary<string, string>
    {
        ["csv"] = "text/csv; charset=utf-8", ["jsonl"] = "application/x-ndjson", ["parquet"] = "application/vnd.apache.parquet", ["uids"] = "text/plain; charset=utf-8",
    };

    private const int BufferBytes = 64 * 1024;

    private static readonly (string Name, Func<ImageView, object?> Value)[] Cells =
    [
        ("uid", row => row.Uid), ("prompt", row => row.Prompt), ("negative_prompt", row => row.NegativePrompt), ("caption", row => row.Caption), ("url", row => row.Url), ("score", row => row.Score), ("rating", row => row.Rating),
        ("ratings", row => row.Ratings), ("similarity", row => row.Similarity), ("unsafe", row => row.Unsafe), ("watermark", row => row.Watermark), ("created", row => row.Created), ("width", row => row.Width),
        ("height", row => row.Height), ("steps", row => row.Steps), ("cfg", row => row.Cfg), ("seed", row => row.Seed), ("model", row => row.Model), ("sampler", row => row.Sampler), ("source", row => row.Source), ("lang", row => row.Lang),
        ("license", row => row.License),
    ];

    private static ParquetColumns<ImageView> Columns => new ParquetColumns<ImageView>().Text("uid", row => row.Uid).Text("prompt", row => row.Prompt)
        .TextOrNull("negative_prompt", row => row.NegativePrompt).TextOrNull("caption", row => row.Caption).TextOrNull("url", row => row.Url).DoubleOrNull("score", row => row.Score).DoubleOrNull("rating", row => row.Rating)
        .Int64("ratings", row => row.Ratings).DoubleOrNull("similarity", row => row.Similarity).DoubleOrNull("unsafe", row => row.Unsafe).DoubleOrNull("watermark", row => row.Watermark).TimestampOrNull("created", row => row.Created)
        .Int64OrNull("width", row => row.Width).Int64OrNull("height", row => row.Height).Int64OrNull("steps", row => row.Steps).DoubleOrNull("cfg", row => row.Cfg).Int64OrNull("seed", row => row.Seed)
        .TextOrNull("model", row => row.Model).TextOrNull("sampler", row => row.Sampler).TextOrNull("source", row => row.Source).TextOrNull("lang", row => row.Lang).TextOrNull("license", row => row.License);

    /// <summary>The names of the CSV's columns, and a row of it.</summary>
    public static DataRows Rows(IReadOnlyList<ImageView> images) => new([.. Cells.Select(cell => cell.Name)], [.. images.Select(row => Cells.Select(cell => cell.Value(row)).ToArray())]);

    /// <param name="most">Rows at most.</param>
    /// <param name="cancellationToken">Looked at between rows.</param>
    public static void Write(SqliteConnection connection, ImageHits hits, string format, int most, Stream to, CancellationToken cancellationToken)
    {
        var rows = ReadImages.ByIds(connection, hits.Page(after: null, most)).Select(row =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return row;
        });
        if (format == "parquet")
            WriteParquet(rows, to);
        else
            WriteLines(rows, format, to);
    }

    private static void WriteParquet(IEnumerable<ImageView> rows, Stream to)
    {
        var writer = new ParquetWriter<ImageView>(to, Columns);
        foreach (var row in rows)
            writer.Write(row);
        writer.Finish();
    }

    private static void WriteLines(IEnumerable<ImageView> rows, string format, Stream to)
    {
        using var writer = new StreamWriter(to, new UTF8Encoding(false), BufferBytes, leaveOpen: true) { NewLine = "\n" };
        if (format == "csv")
            writer.Write(CsvText.Line(Cells.Select(cell => cell.Name)));
        foreach (var row in rows)
            writer.Write(format switch
            {
                "csv" => CsvText.Line(Cells.Select(cell => cell.Value(row))),
                "jsonl" => $"{JsonSerializer.Serialize(row, Answers.Json)}\n",
                _ => $"{row.Uid}\n",
            });
    }
}
