using System.Diagnostics;
using LaionGrid.TestKit;

namespace LaionGrid.Benchmarks.Streams;

/// <summary>One real site, as its own process with the settings that it ships with. It is killed in the end.</summary>
internal sealed class SiteProcess : IAsyncDisposable
{
    private const double Million = 1 << 20;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;

    private SiteProcess(string coordinator)
    {
        Port = LoopbackPort.Free();
        var start = new ProcessStartInfo("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "laiongrid-web.dll"), "--urls", $"http://127.0.0.1:{Port}", "--Coordinator:Address", coordinator, "--Site:Folder", _folder["site"], "--Logging:LogLevel:Default", "Error"]);
        _process = Process.Start(start) ?? throw new InvalidOperationException("The site did not start.");
    }

    public int Port { get; }

    public TimeSpan Processor => Refreshed().TotalProcessorTime;

    public double ResidentMiB => Refreshed().WorkingSet64 / Million;

    /// <summary>Starts it and waits until it answers.</summary>
    public static async Task<SiteProcess> StartAsync(string coordinator, CancellationToken cancellationToken)
    {
        var site = new SiteProcess(coordinator);
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{site.Port}") };
        while (!await AnswersAsync(http, cancellationToken))
        {
            if (site._process.HasExited)
                throw new InvalidOperationException("The site ended at its start.");
            await Task.Delay(LookAgain, TimeProvider.System, cancellationToken);
        }
        return site;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private static async Task<bool> AnswersAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            return (await http.GetAsync("/health", cancellationToken)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // it is still starting
        }
    }

    private Process Refreshed()
    {
        _process.Refresh();
        return _process;
    }
}
