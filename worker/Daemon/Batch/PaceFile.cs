using System.Text.Json;
using LaionGrid.Worker.Files;

namespace LaionGrid.Worker.Batch;

/// <summary>What this kind of machine took for its last pictures, kept for the jobs that follow. Safe to call from any thread.</summary>
internal sealed partial class PaceFile(string path, ILogger<PaceFile> logger)
{
    private const int Most = 128;

    private readonly Lock _lock = new();
    private List<Timing>? _timings;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Timing> Timings
    {
        get
        {
            lock (_lock)
                return [.. _timings ??= Read()];
        }
    }

    public void Add(Timing timing)
    {
        lock (_lock)
        {
            _timings = [.. (_timings ?? Read()).TakeLast(Most - 1), timing];
            try
            {
                WholeFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(_timings));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                LogNotKept(path, error.Message);
            }
        }
    }

    /// <summary>A file that cannot be read tells nothing; what follows is measured anew.</summary>
    private List<Timing> Read()
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<List<Timing>>(File.ReadAllBytes(path))?.Where(one => one is not null).ToList() ?? [] : [];
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            LogNotRead(path, error.Message);
            return [];
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "How long a picture took could not be kept in {Path}: {Problem} The next job measures anew.")]
    private partial void LogNotKept(string path, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path} does not tell how long pictures take: {Problem} It is measured anew.")]
    private partial void LogNotRead(string path, string problem);
}
