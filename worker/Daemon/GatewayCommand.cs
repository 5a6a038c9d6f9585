using System.CommandLine;
using System.Net;
using LaionGrid.Worker.Gateway;
using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Settings;
using Microsoft.Extensions.Logging.Console;

namespace LaionGrid.Worker;

/// <summary>gateway: the way to the grid for a site's nodes that have no internet.</summary>
internal sealed class GatewayCommand
{
    private const int CannotGoOn = 1;

    private readonly WorkerOptions _options = new();
    private readonly Option<string?> _listen = Setting.Of("--listen", "HOST:PORT", "Name or address of this machine as compute nodes reach it, and a port.");
    private readonly Option<string?> _site = Setting.Of("--site", "DIR", "Folder that compute nodes see: what they have to know is written there, for your user alone.", Path.Combine(GridOptions.DefaultData, "site"));
    private readonly Option<string?> _cache = Setting.Of("--cache", "DIR", "Folder for bundles and the gateway's certificate. One gateway a folder.", $"{GridOptions.DefaultData}-gateway");
    private readonly Option<string?> _most = Setting.Of("--max-connections", "N", "Connections of all nodes together: up to six for each worker while it downloads, one otherwise.", "1024");
    private readonly Option<bool> _plain = new("--plain") { Description = "Without TLS, for networks where nobody else can listen." };

    public Command Build()
    {
        var command = new Command("gateway", "Leads workers of nodes without internet to the grid, and keeps bundles for them. Runs where both are reached, such as a login node.")
        {
            _options.Grid.Coordinator, _options.Grid.AllowPlainHttp, _listen, _site, _cache, _options.DiskLimit, _most, _plain,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var (settings, problem) = await ReadAsync(result, cancellationToken);
        if (settings is null)
            return await EndAsync(problem, WorkerCommand.BadUsage);
        var (data, taken) = DataFolder.Take(Path.GetFullPath(Setting.Text(result, _cache)));
        if (data is null)
            return await EndAsync(taken?.Replace("--data", "--cache", StringComparison.Ordinal), CannotGoOn);
        using (data)
        {
            var ended = await new GatewayHost(settings, data).RunAsync(AddLog, cancellationToken);
            return ended is null ? 0 : await EndAsync(ended, CannotGoOn);
        }
    }

    private async Task<(GatewaySettings? Settings, string? Problem)> ReadAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var given = new GivenSettings(result, SettingsFile.Empty);
        var (grid, limit) = (_options.Grid.AddressOf(given), _options.ReadDiskLimit(given));
        if (grid is null || given.Problem is not null)
            return (null, given.Problem);
        if (!int.TryParse(Setting.Text(result, _most), out var most) || most is < 1 or > 1_000_000)
            return (null, $"--max-connections \"{Setting.Text(result, _most)}\" is not a whole number from 1 to 1000000.");
        var listen = Setting.Text(result, _listen);
        if (!Uri.TryCreate($"tcp://{listen}", UriKind.Absolute, out var place) || place.Port is < 1 or > 65535 || place.Host.Length == 0 || place.PathAndQuery is not ("/" or ""))
            return (null, $"--listen \"{listen}\" is not a name or address of this machine with a port, such as login01.cluster:5443.");
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(place.DnsSafeHost, cancellationToken);
            return (new(grid, Path.GetFullPath(Setting.Text(result, _site)), place.Host, new(addresses[0], place.Port), limit, most, result.GetValue(_plain)), null);
        }
        catch (System.Net.Sockets.SocketException error)
        {
            return (null, $"--listen \"{listen}\": {error.Message}");
        }
    }

    private static void AddLog(ILoggingBuilder logging) => logging.AddConsole(console => console.FormatterName = StoryFormatter.FormatterName)
        .AddConsoleFormatter<StoryFormatter, ConsoleFormatterOptions>().SetMinimumLevel(LogLevel.Warning).AddFilter("LaionGrid", LogLevel.Information);

    private static async Task<int> EndAsync(string? problem, int code)
    {
        await Console.Error.WriteLineAsync(problem);
        return code;
    }
}
