using System.CommandLine;
using System.Globalization;
using LaionGrid.Worker.Rendering;

namespace LaionGrid.Worker;

/// <summary>The options that choose what renders, the same for every command.</summary>
/// <param name="takesSeveral">Whether it renders on several devices at once.</param>
internal sealed class DeviceOptions(bool takesSeveral = false)
{
    private const int MostDevices = 16;
    private const int MostThreads = 1024;

    private static readonly string Kinds = string.Join(", ", Enum.GetNames<DeviceChoice>().Skip(2)).ToLowerInvariant();

    private readonly Option<string?> _device = Setting.Of("--device", "NAME", $"What renders: auto, or one of {Kinds}, with a number where there are several, such as cuda:1. auto takes a card that is known to do well, or the processor."
        + (takesSeveral ? " Several at once, such as cuda:0,cuda:1; of two or more cards of NVIDIA's auto takes each that does well, and all takes them and the processor." : ""), "auto");

    private readonly Option<string?> _memory = Setting.Of("--memory-limit", "MIB", "Memory of each device that rendering may use. Without one, all that is free.");
    private readonly Option<string?> _threads = Setting.Of("--threads", "N", "Threads that rendering on the processor may use. Without one, as many as it has cores; several processor devices share them.");

    public void AddTo(Command command)
    {
        command.Add(_device);
        command.Add(_memory);
        command.Add(_threads);
    }

    /// <summary>The one device asked for, or in one line what is wrong.</summary>
    public (DeviceRequest? Request, string? Problem) Read(ParseResult result) => ReadAll(result) switch
    {
        ([{ Choice: not DeviceChoice.All } only], _) => (only, null),
        ({ Count: > 0 }, _) => (null, $"--device \"{Setting.Text(result, _device)}\": this renders on one device. Name one."),
        var (_, problem) => (null, problem),
    };

    /// <summary>The devices asked for, or in one line what is wrong.</summary>
    public (IReadOnlyList<DeviceRequest> Requests, string? Problem) ReadAll(ParseResult result)
    {
        var (names, memory, threads) = (Setting.Text(result, _device).Split(',', StringSplitOptions.TrimEntries), Setting.Text(result, _memory), Setting.Text(result, _threads));
        if (!IsNumber(memory, int.MaxValue, out var limitMiB))
            return ([], $"--memory-limit \"{memory}\" is not a whole number of MiB from 1 to {int.MaxValue}.");
        if (!IsNumber(threads, MostThreads, out var count))
            return ([], $"--threads \"{threads}\" is not a whole number from 1 to {MostThreads}.");
        var requests = names.Select(name => Parse(name) is { } request ? request with { MemoryLimitMiB = limitMiB, Threads = count } : null).ToList();
        if (requests.IndexOf(null) is >= 0 and var unknown)
            return ([], $"--device \"{names[unknown]}\" is not one of auto, all, {Kinds}, or one of them with a number, such as cuda:1.");
        return Number([.. requests.OfType<DeviceRequest>()]);
    }

    /// <summary>Of several each has a number: what was named without one is counted on.</summary>
    private static (IReadOnlyList<DeviceRequest> Requests, string? Problem) Number(List<DeviceRequest> requests)
    {
        if (requests.Count > MostDevices)
            return ([], $"--device names {requests.Count} devices; one worker takes {MostDevices} at most. Start a second one, with a --data of its own.");
        if (requests.Count > 1 && requests.Find(request => request.Choice is DeviceChoice.Auto or DeviceChoice.All) is { } alone)
            return ([], $"--device {alone.Label} stands for itself; name it alone, or each device.");
        for (var next = 0; requests.Count > 1 && next < requests.Count; next++)
        {
            var request = requests[next];
            requests[next] = request with { Index = request.Index ?? requests.Take(next).Count(one => one.Choice == request.Choice) };
        }
        return requests.CountBy(request => request.Label).FirstOrDefault(label => label.Value > 1) is { Key: { } twice } ? ([], $"--device names {twice} twice.") : (requests, null);
    }

    private static DeviceRequest? Parse(string name)
    {
        var parts = name.Split(':', 2);
        if (!Enum.TryParse<DeviceChoice>(parts[0], ignoreCase: true, out var choice) || !Enum.IsDefined(choice) || int.TryParse(parts[0], out _))
            return null;
        if (parts.Length == 1)
            return new(choice);
        return choice is not (DeviceChoice.Auto or DeviceChoice.All) && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? new(choice) { Index = index } : null;
    }

    /// <summary>Null when it is not given.</summary>
    private static bool IsNumber(string text, int most, out int? number)
    {
        number = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
        return text.Length == 0 || (number >= 1 && number <= most);
    }
}
