using System.CommandLine;
using System.Text.Json;
using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Idle.Control;

namespace LaionGrid.Worker;

/// <summary>pause, resume, finish and status: the owner's words to the worker that runs on a data folder.</summary>
internal sealed class OwnerCommands(Option<string?> data, string defaultData)
{
    private const int NotReached = 1;

    private static readonly JsonSerializerOptions Json = new(ControlLine.Json) { WriteIndented = true };

    private readonly Option<string?> _for = new("--for") { HelpName = "TIME", Description = "Resume by itself after so long, such as 90s, 30m, 2h or 1d." };
    private readonly Option<string?> _device = new("--device") { HelpName = "NAME", Description = "Only this device, as status names it, such as cuda:1." };
    private readonly Option<bool> _json = new("--json") { Description = "As JSON, for programs." };

    public IEnumerable<Command> Build()
    {
        var (pause, resume, finish, status) = (
            new Command("pause", "Leave the machine at once; what is being rendered is given back. Holds until resume, also when the machine restarts.") { data, _for, _device },
            new Command("resume", "Take back pause or finish. Your rules hold on. A device that was set aside is tried again.") { data, _device },
            new Command("finish", "Finish the picture being rendered and take no more, until resume.") { data, _device },
            new Command("status", "What the worker does, why it is paused, and what it sees of the machine.") { data, _json });
        pause.SetAction(PauseAsync);
        resume.SetAction((result, token) => SayAsync(result, OwnerWish.None, token));
        finish.SetAction((result, token) => SayAsync(result, new(WishKind.Finish), token));
        status.SetAction((result, token) => SayAsync(result, null, token));
        return [pause, resume, finish, status];
    }

    private async Task<int> PauseAsync(ParseResult result, CancellationToken cancellationToken)
    {
        if (result.GetValue(_for) is not { } text)
            return await SayAsync(result, new(WishKind.Pause), cancellationToken);
        if (DurationText.Parse(text) is { } length && length > TimeSpan.Zero)
            return await SayAsync(result, new(WishKind.Pause, TimeProvider.System.GetUtcNow() + length), cancellationToken);
        await Console.Error.WriteLineAsync($"--for \"{text}\" is not a time such as 90s, 30m, 2h or 1d.");
        return WorkerCommand.BadUsage;
    }

    private async Task<int> SayAsync(ParseResult result, OwnerWish? wish, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(Setting.Text(result, data) is { Length: > 0 } given ? given : defaultData);
        var device = wish is null ? null : result.GetValue(_device);
        var (report, problem) = await ControlCall.AskAsync(folder, new(wish, device), cancellationToken);
        if (report is null)
        {
            await Console.Error.WriteLineAsync(problem);
            return NotReached;
        }
        if (device is not null && report.Devices.All(one => one.Label != device))
        {
            await Console.Error.WriteLineAsync($"--device {device}: this worker has none of that name. It has {string.Join(", ", report.Devices.Select(one => one.Label))}.");
            return WorkerCommand.BadUsage;
        }
        await Console.Out.WriteLineAsync(result.GetValue(_json) ? JsonSerializer.Serialize(report, Json) : StatusText.Of(report));
        return 0;
    }
}
