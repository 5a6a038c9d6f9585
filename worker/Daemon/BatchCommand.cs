using System.CommandLine;
using System.Globalization;
using LaionGrid.Worker.Batch;
using LaionGrid.Worker.Loop;
using LaionGrid.Worker.Rendering;
using LaionGrid.Worker.Site;
using Microsoft.Extensions.Logging.Abstractions;

namespace LaionGrid.Worker;

/// <summary>batch: the worker as a job of a cluster.</summary>
internal sealed class BatchCommand
{
    private const int CannotGoOn = 1;
    private const int MostNameChars = 36; // the seat's number comes behind it

    private readonly WorkerOptions _options = new();
    private readonly Option<string?> _scratch = Setting.Of("--scratch", "DIR", "Folder of this node for models while the job runs.", Scratch.Usual(Environment.GetEnvironmentVariable));
    private readonly Option<string?> _identities = Setting.Of("--identities", "DIR", "Folder that all nodes see, for the identities that jobs take up one after the other.", Path.Combine(GridOptions.DefaultData, "identities"));
    private readonly Option<string?> _most = Setting.Of("--most-identities", "N", "Identities of one kind of machine, and so its tasks at once.", "64");
    private readonly Option<string?> _cache = Setting.Of("--bundle-cache", "DIR", "Folder with bundles that is read before anything is downloaded.");
    private readonly Option<string?> _site = Setting.Of("--site", "DIR", "Folder that the site's gateway wrote, for nodes without internet. The coordinator is the gateway's then.");

    public Command Build()
    {
        var command = new Command("batch", "Renders as a job of a cluster (Slurm): no owner's rules, an end, one process for each card. SIGUSR1: finish what was begun. SIGTERM: give it back and go.")
        {
            _scratch, _identities, _most, _cache, _site,
        };
        _options.AddTo(command);
        foreach (var option in _options.All.Except([_options.Grid.Coordinator, _options.Grid.Data, _options.Grid.AllowPlainHttp, _options.Name, _options.Key, _options.DiskLimit, .. _options.Device.All]))
            option.Hidden = true; // a job has no owner at its screen
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var allocation = Allocation.Read(Environment.GetEnvironmentVariable);
        if (allocation.Gpus.Count > 1)
        {
            var (program, arguments) = ThisProgram.With(Environment.GetCommandLineArgs()[1..]);
            return await new Crew(program, arguments).RunAsync(allocation.Gpus);
        }
        using var drain = new DrainSignal();
        var (settings, problem) = await _options.ReadAsync(result, cancellationToken);
        if (settings is null || (problem = Check(result, settings)) is not null)
            return await SayAsync(problem, WorkerCommand.BadUsage);
        LimitProcessors(allocation.Cpus);
        var (link, badSite) = await OpenLinkAsync(Setting.Text(result, _site), cancellationToken);
        using (link.Link)
            return badSite is null ? await RunAsync(result, settings, link, allocation, drain, cancellationToken) : await SayAsync(badSite, CannotGoOn);
    }

    private async Task<int> RunAsync(ParseResult result, WorkerSettings settings, (SiteLink? Link, SiteFile? Site) way, Allocation allocation, DrainSignal drain, CancellationToken cancellationToken)
    {
        var end = await FindEndAsync(allocation, cancellationToken);
        var (kind, noDevice) = await ProbeAsync(settings.Devices[0], cancellationToken);
        if (kind is null)
            return await SayAsync(noDevice, CannotGoOn);
        var (folder, noScratch) = Scratch.Take(Path.GetFullPath(Setting.Text(result, _scratch)));
        if (folder is null)
            return await SayAsync(noScratch, CannotGoOn);
        using (folder)
        {
            var (seat, noSeat) = Seat.Take(PoolOf(result, kind), int.Parse(Setting.Text(result, _most), CultureInfo.InvariantCulture), $"{Environment.MachineName} job {allocation.JobId}", TimeProvider.System);
            if (seat is null)
                return await SayAsync(noSeat, CannotGoOn);
            using (seat)
            {
                var name = settings.Name.Length > 0 ? $"{settings.Name}-{seat.Number:000}" : "";
                settings = settings with { Coordinator = way.Site?.Coordinator ?? settings.Coordinator, DataFolder = folder.Path, Name = name, Rules = settings.Rules with { Always = true } };
                var cache = Setting.Text(result, _cache) is { Length: > 0 } given ? given : null;
                return await WorkerHost.RunJobAsync(settings, folder, services => services.AddBatch(new(seat, end, cache, way.Link, drain.Heard)), cancellationToken);
            }
        }
    }

    private string? Check(ParseResult result, WorkerSettings settings)
    {
        if (settings.JoiningKey.Length == 0)
            return $"batch needs the key of the account that gets the credit, in {Setting.VariableOf("--key")} or --key: each task would found an account otherwise.";
        if (settings.Devices is not [{ Choice: not DeviceChoice.All }])
            return "--device: a job renders on one device a task, and the scheduler says which cards are whose. Name a kind, such as cuda, or none.";
        if (settings.Name.Length > MostNameChars)
            return $"--name \"{settings.Name}\" is too long for a batch: at most {MostNameChars} characters, and a number comes behind it.";
        return int.TryParse(Setting.Text(result, _most), NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most is > 0 and <= 999
            ? null
            : $"--most-identities \"{Setting.Text(result, _most)}\" is not a whole number from 1 to 999.";
    }

    private static async Task<((SiteLink? Link, SiteFile? Site) Way, string? Problem)> OpenLinkAsync(string folder, CancellationToken cancellationToken)
    {
        if (folder.Length == 0)
            return ((null, null), null);
        var (site, problem) = SiteFile.Read(folder);
        if (site is null)
            return ((null, null), problem);
        var link = new SiteLink(site);
        return ((link, site), await link.CheckAsync(cancellationToken));
    }

    /// <summary>A job whose end nobody tells is rendered in as if it had none; its pictures are given back when the scheduler says so.</summary>
    private static async Task<DateTimeOffset?> FindEndAsync(Allocation allocation, CancellationToken cancellationToken)
    {
        if (allocation.JobId.Length == 0 || allocation.End is not null)
            return allocation.End;
        var (end, problem) = await JobEnd.AskAsync(allocation.JobId, TimeProvider.System, cancellationToken);
        if (problem is not null)
            await Console.Error.WriteLineAsync($"When job {allocation.JobId} ends is not known: {problem} Pictures may be begun that are not finished.");
        return end;
    }

    /// <summary>What renders here: trust is earned for a kind of machine, so each kind has identities of its own.</summary>
    private static async Task<(string? Kind, string? Problem)> ProbeAsync(DeviceRequest request, CancellationToken cancellationToken)
    {
        await using var renderer = new RenderProcess(ChildCommand.Self(request), new(), new(), TimeProvider.System, NullLogger<RenderProcess>.Instance);
        var (found, problem) = await renderer.ProbeAsync(cancellationToken);
        return (found?.Name, problem);
    }

    /// <summary>Such as "nvidia-a100-sxm4-40gb".</summary>
    private string PoolOf(ParseResult result, string kind)
    {
        var words = string.Concat(kind.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Path.Combine(Path.GetFullPath(Setting.Text(result, _identities)), string.Join('-', words));
    }

    /// <summary>Where no cgroup does it, the runtime is told how many processors are this task's; the render process inherits it.</summary>
    private static void LimitProcessors(int? cpus)
    {
        const string variable = "DOTNET_PROCESSOR_COUNT";
        if (cpus < Environment.ProcessorCount && Environment.GetEnvironmentVariable(variable) is null)
            Environment.SetEnvironmentVariable(variable, cpus.Value.ToString(CultureInfo.InvariantCulture));
    }

    private static async Task<int> SayAsync(string? problem, int code)
    {
        await Console.Error.WriteLineAsync(problem);
        return code;
    }
}
