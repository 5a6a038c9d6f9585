using System.Net;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.Coordinator.Boards;

/// <summary>The coordinator's statistics files, passed on as they come. They are files and no messages, so they are fetched beside the calls.</summary>
internal sealed class StatsFiles(IOptions<CoordinatorOptions> options) : IDisposable
{
    /// <summary>How long a file may be kept: the coordinator makes each anew once an hour.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromHours(1);

    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(3), PooledConnectionLifetime = TimeSpan.FromMinutes(10) })
    {
        BaseAddress = new(options.Value.Address),
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Timeout = TimeSpan.FromMinutes(2), // to its head: a file that is not there yet is made first
    };

    /// <summary>All there are, and what each holds.</summary>
    public static IReadOnlyList<StatsFile> All { get; } =
    [
        new("tables.xml", "application/xml", "How many contributors, machines and teams there are, and all that was given."),
        new("user.xml.gz", "application/gzip", "Each contributor."),
        new("host.xml.gz", "application/gzip", "Each machine."),
        new("team.xml.gz", "application/gzip", "Each team."),
        new("tables.json", "application/json", "As tables.xml."),
        new("user.json.gz", "application/gzip", "As user.xml.gz."),
        new("host.json.gz", "application/gzip", "As host.xml.gz."),
        new("team.json.gz", "application/gzip", "As team.xml.gz."),
    ];

    /// <summary>The file as it comes; the caller disposes it.</summary>
    public async Task<Stream> OpenAsync(StatsFile file, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _http.GetAsync($"/stats/{file.Name}", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            answer.EnsureSuccessStatusCode();
            return await answer.Content.ReadAsStreamAsync(cancellationToken); // its disposal ends the answer
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new CoordinatorAwayException(error, null);
        }
    }

    public void Dispose() => _http.Dispose();
}

/// <param name="Holds">What is in it, in a sentence.</param>
internal sealed record StatsFile(string Name, string ContentType, string Holds);
