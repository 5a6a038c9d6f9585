using System.IO.Compression;
using LaionGrid.Coordinator.Edge;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Leaderboards.Export;

/// <summary>
/// The statistics as files in the data folder, each made when it is asked for and none younger than an hour is there. A file gets its name when it
/// is whole, so coordinators over one folder do not mind each other.
/// </summary>
internal sealed class StatsFiles(ReadStats read, IOptions<DataOptions> data, TimeProvider time) : IDisposable
{
    public static readonly TimeSpan Lasts = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<string, DateTimeOffset> _made = [];

    /// <summary>All there are.</summary>
    public static IReadOnlyList<string> Names { get; } = ["tables.xml", "user.xml.gz", "host.xml.gz", "team.xml.gz", "tables.json", "user.json.gz", "host.json.gz", "team.json.gz"];

    /// <returns>An open file, of an hour ago at the most.</returns>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public async Task<FileStream> OpenAsync(string name, CancellationToken cancellationToken)
    {
        var path = data.Value.PathOf(Path.Combine("stats", name));
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            if (!_made.TryGetValue(name, out var made) || now - made >= Lasts || !File.Exists(path))
            {
                await MakeAsync(name, path, now, cancellationToken);
                _made[name] = now;
            }
            return File.OpenRead(path);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task MakeAsync(string name, string path, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // it lies in a folder
        var unfinished = $"{path}.{Environment.ProcessId}";
        try
        {
            await using (var file = File.Create(unfinished))
                await WriteAsync(name, file, now, cancellationToken);
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private async Task WriteAsync(string name, FileStream file, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var kind = name[..4] switch
        {
            "user" => BoardKind.People,
            "host" => BoardKind.Devices,
            _ => BoardKind.Teams,
        };
        switch (name)
        {
            case "tables.xml":
                await StatsXml.WriteTotalsAsync(file, await read.TotalsAsync(cancellationToken));
                return;
            case "tables.json":
                await StatsJson.WriteTotalsAsync(file, await read.TotalsAsync(cancellationToken));
                return;
        }
        await using var packed = new GZipStream(file, CompressionLevel.Optimal);
        if (name.EndsWith(".xml.gz", StringComparison.Ordinal))
            await StatsXml.WriteRowsAsync(packed, kind, read.RowsAsync(kind, cancellationToken), now);
        else
            await StatsJson.WriteRowsAsync(packed, kind, read.RowsAsync(kind, cancellationToken));
    }
}
