using System.CommandLine;
using System.Globalization;

namespace LaionGrid.Benchmarks.Streams;

/// <summary>"streams": what do so many open progress pages cost the site, when each is told something once a second? One site process, a played coordinator, and raw sockets in this one.</summary>
internal sealed class StreamsCommand
{
    private const double Million = 1 << 20;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(8);

    private readonly Option<int> _streams = new("--streams") { DefaultValueFactory = _ => 5000, Description = "Open event streams." };
    private readonly Option<int> _requests = new("--requests") { DefaultValueFactory = _ => 0, Description = "Requests that they watch, shared evenly; 0 for one each." };
    private readonly Option<int> _seconds = new("--seconds") { DefaultValueFactory = _ => 30, Description = "Seconds that are measured." };
    private readonly Option<int> _preview = new("--preview-bytes") { DefaultValueFactory = _ => 0, Description = "Size of the preview in each event." };

    public RootCommand Build()
    {
        var command = new RootCommand("Opens event streams on a site and measures its memory and processor.") { _streams, _requests, _seconds, _preview };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (streams, seconds) = (parsed.GetValue(_streams), parsed.GetValue(_seconds));
        var requests = parsed.GetValue(_requests) is > 0 and var some ? some : streams;
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(TimeSpan.FromSeconds(seconds + 120));
        await using var coordinator = await TickingCoordinator.StartAsync(parsed.GetValue(_preview));
        await using var site = await SiteProcess.StartAsync(coordinator.Address, bounded.Token);
        await WarmUpAsync(site, bounded.Token);
        var before = site.ResidentMiB;
        await using var readers = await EventStreams.OpenAsync(site.Port, streams, requests, bounded.Token);
        await Task.Delay(Settle, TimeProvider.System, bounded.Token);
        var (at, processor, events, bytes) = (TimeProvider.System.GetTimestamp(), site.Processor, readers.Events, readers.Bytes);
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, bounded.Token);
        var (took, used, after) = (TimeProvider.System.GetElapsedTime(at), site.Processor - processor, site.ResidentMiB);
        var heard = (readers.Events - events) / took.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{streams} streams of {requests} requests, {heard:F0} events/s ({heard / streams:F3} each), {(readers.Bytes - bytes) / took.TotalSeconds / Million:F1} MiB/s"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"memory {before:F0} -> {after:F0} MiB, {after - before:F0} MiB more, {(after - before) * 1024 / streams:F1} KiB a stream; processor {100 * used.TotalSeconds / took.TotalSeconds:F1} % of a core, {used.TotalMicroseconds / (readers.Events - events):F1} us an event"));
        return readers.Broken == 0 ? 0 : Fail(readers.Broken);
    }

    /// <summary>What the first streams cost once, such as compiling, is not theirs.</summary>
    private static async Task WarmUpAsync(SiteProcess site, CancellationToken cancellationToken)
    {
        await using (await EventStreams.OpenAsync(site.Port, 50, 50, cancellationToken))
            await Task.Delay(Settle, TimeProvider.System, cancellationToken);
        await Task.Delay(Settle, TimeProvider.System, cancellationToken);
    }

    private static int Fail(int broken)
    {
        Console.Error.WriteLine($"{broken} streams broke off.");
        return 1;
    }
}
