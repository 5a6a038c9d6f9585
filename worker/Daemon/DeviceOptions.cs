using System.CommandLine;
using System.Globalization;
using LaionGrid.Worker.Rendering;
using LaionGrid.Worker.Settings;

namespace LaionGrid.Worker;

/// <summary>The options that choose what renders, the same for every command.</summary>
/// <param name="takesSeveral">Whether it renders on several devices at once.</param>
internal sealed class DeviceOptions(bool takesSeveral = false)
{
    private const int MostDevices = 16;
    private const int MostThreads = 1024;

    private static readonly string Kinds = string.Join(", ", Enum.GetNames<DeviceChoice>().Skip(2)).ToLowerInvariant();

    public Option<string?> Device { get; } = Setting.Of("--device", "NAME", $"What renders: auto, or one of {Kinds}, with a number where there are several, such as cuda:1. auto takes a card that is known to do well, or the processor."
        + (takesSeveral ? " Several at once, such as cuda:0,cuda:1; of two or more cards of NVIDIA's auto takes each that does well, and all takes them and the processor." : ""), "auto");

    public Option<string?> MemoryLimit { get; } = Setting.Of("--memory-limit", "MIB", "Memory of each device that rendering may use. Without one, all that is free.");
    public Option<string?> Threads { get; } = Setting.Of("--threads", "N", "Threads that rendering on the processor may use. Without one, as many as it has cores; several processor devices share them.");

    public IReadOnlyList<Option> All => [Device, MemoryLimit, Threads];

    public void AddTo(Command command)
    {
        foreach (var option in All)
            command.Add(option);
    }

    /// <summary>The one device that command line and environment ask for, or in one line what is wrong.</summary>
    public (DeviceRequest? Request, string? Problem) Read(ParseResult result)
    {
        var given = new GivenSettings(result, SettingsFile.Empty);
        var requests = ReadAll(given);
        if (requests is not [{ Choice: not DeviceChoice.All }])
            given.Refuse($"{Device.Name} \"{given.Of(Device).Text}\": this renders on one device. Name one.");
        return given.Problem is null ? (requests[0], null) : (null, given.Problem);
    }

    /// <summary>The devices asked for; what is wrong, the settings then know.</summary>
    public IReadOnlyList<DeviceRequest> ReadAll(GivenSettings given)
    {
        var (text, where) = given.Of(Device);
        var (limit, threads) = (ReadNumber(given, MemoryLimit, int.MaxValue, "MiB "), ReadNumber(given, Threads, MostThreads, ""));
        var names = text.Split(',', StringSplitOptions.TrimEntries);
        var requests = names.Select(name => Parse(name) is { } request ? request with { MemoryLimitMiB = limit, Threads = threads } : null).ToList();
        if (requests.IndexOf(null) is >= 0 and var unknown)
            given.Refuse($"{where}: \"{names[unknown]}\" is not one of auto, all, {Kinds}, or one of them with a number, such as cuda:1.");
        return Number(given, where, [.. requests.OfType<DeviceRequest>()]);
    }

    /// <summary>Of several each has a number: what was named without one is counted on.</summary>
    private static List<DeviceRequest> Number(GivenSettings given, string where, List<DeviceRequest> requests)
    {
        if (requests.Count > MostDevices)
            given.Refuse($"{where} names {requests.Count} devices; one worker takes {MostDevices} at most. Start a second one, with a --data of its own.");
        if (requests.Count > 1 && requests.Find(request => request.Choice is DeviceChoice.Auto or DeviceChoice.All) is { } alone)
            given.Refuse($"{where}: {alone.Label} stands for itself; name it alone, or each device.");
        for (var next = 0; requests.Count > 1 && next < requests.Count; next++)
        {
            var request = requests[next];
            requests[next] = request with { Index = request.Index ?? requests.Take(next).Count(one => one.Choice == request.Choice) };
        }
        if (requests.CountBy(request => request.Label).FirstOrDefault(label => label.Value > 1) is { Key: { } twice })
            given.Refuse($"{where} names {twice} twice.");
        return requests;
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

    /// <summary>Null when it was not given.</summary>
    private static int? ReadNumber(GivenSettings given, Option<string?> option, int most, string unit)
    {
        var (text, where) = given.Of(option);
        if (text.Length == 0)
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most)
            return number;
        given.Refuse($"{where}: \"{text}\" is not a whole number {(unit.Length > 0 ? $"of {unit}" : "")}from 1 to {most}.");
        return null;
    }
}
