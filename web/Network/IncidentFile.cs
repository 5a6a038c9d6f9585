using System.Text.Json;
using LaionGrid.Web.Site;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.Network;

/// <summary>Keeps the incidents in a small file in the site's folder, so that they are told of while the coordinator is away and after a restart.</summary>
internal sealed partial class IncidentFile(IOptions<SiteOptions> options, ILogger<IncidentFile> logger)
{
    private readonly string _path = options.Value.PathOf("incidents.json");

    /// <summary>Newest first; none when there is no file. One that cannot be read is put aside.</summary>
    public IReadOnlyList<Incident> Read()
    {
        if (!File.Exists(_path))
            return [];
        try
        {
            return JsonSerializer.Deserialize<List<Incident>>(File.ReadAllText(_path), Answers.Json) ?? [];
        }
        catch (JsonException error)
        {
            File.Move(_path, $"{_path}.unreadable", overwrite: true);
            LogUnreadable(_path, error.Message);
            return [];
        }
    }

    /// <summary>Writes all or nothing.</summary>
    public void Write(IReadOnlyList<Incident> incidents)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path) ?? ".");
        var next = $"{_path}.{Path.GetRandomFileName()}";
        File.WriteAllText(next, JsonSerializer.Serialize(incidents, Answers.Json));
        File.Move(next, _path, overwrite: true);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path} cannot be read ({Reason}); it lies aside as .unreadable, and the history of incidents begins anew.")]
    private partial void LogUnreadable(string path, string reason);
}
