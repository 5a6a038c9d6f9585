using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LaionGrid.TestKit;

namespace LaionGrid.Benchmarks.Pages;

/// <summary>The real site as its own process on a free port of this machine.</summary>
internal sealed class SiteProcess : IAsyncDisposable
{
    private const int BytesPerMiB = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;

    private SiteProcess(int port, string coordinator)
    {
        Port = port;
        _process = Process.Start(new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "laiongrid-web.dll"), "--urls", $"http://127.0.0.1:{port}", "--Coordinator:Address", coordinator,
            "--Site:Folder", _folder["site"], "--Logging:LogLevel:Default", "Error",
        ])) ?? throw new InvalidOperationException("The site's process did not start.");
    }

    public int Port { get; }

    /// <summary>What the site keeps.</summary>
    public string Folder => _folder["site"];

    public TimeSpan Processor => Refreshed().TotalProcessorTime;

    public double ResidentMiB => (double)Refreshed().WorkingSet64 / BytesPerMiB;

    /// <summary>Starts it and waits until it answers.</summary>
    public static async Task<SiteProcess> StartAsync(string coordinator, CancellationToken cancellationToken)
    {
        var site = new SiteProcess(FreePort(), coordinator);
        using var http = new HttpClient();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            try
            {
                await http.GetStringAsync(new Uri($"http://127.0.0.1:{site.Port}/health"), patience.Token);
                return site;
            }
            catch (HttpRequestException) when (!site._process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token); // not listening yet
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private Process Refreshed()
    {
        _process.Refresh();
        return _process;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
