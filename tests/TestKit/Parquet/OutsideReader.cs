using System.Diagnostics;
using System.Text.Json;

namespace LaionGrid.TestKit.Parquet;

/// <summary>Reads Parquet, and writes it, with programs that share no line with ours: hyparquet and DuckDB, on Node.js.</summary>
public static class OutsideReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The rows as hyparquet reads them: an object a row; instants as ISO text, 64-bit integers as text.</summary>
    public static JsonElement ReadByHyparquet(string path) => JsonDocument.Parse(Run("hyparquet.mjs", path)).RootElement;

    /// <summary>What DuckDB answers, an object a row; the file is named in the query by its path.</summary>
    public static JsonElement AskDuckDb(string sql) => JsonDocument.Parse(Run("duckdb.mjs", sql)).RootElement;

    private static string Run(string script, string argument)
    {
        using var process = Process.Start(new ProcessStartInfo("node", [Path.Combine(ParquetFactAttribute.Folder, script), argument]) { RedirectStandardOutput = true, RedirectStandardError = true })!; // null only for a document that a running program opens
        using var late = new CancellationTokenSource(Patience);
        using var _ = late.Token.Register(process.Kill);
        var complaint = process.StandardError.ReadToEndAsync(late.Token);
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? answer : throw new InvalidDataException($"{script} failed: {complaint.GetAwaiter().GetResult()}");
    }
}
