using System.CommandLine;
using LaionGrid.Worker.Rendering;
using LaionGrid.Worker.Settings;

namespace LaionGrid.Worker;

/// <summary>The options that choose what renders, the same for every command.</summary>
internal sealed class DeviceOptions
{
    private static readonly string Choices = string.Join(", ", Enum.GetNames<DeviceChoice>()).ToLowerInvariant();

    public Option<string?> Device { get; } = Setting.Of("--device", "NAME", $"What renders: {Choices}. auto takes a card that is known to do well, or the processor.", "auto");
    public Option<string?> MemoryLimit { get; } = Setting.Of("--memory-limit", "MIB", "Memory of the device that rendering may use. Without one, all that is free.");

    public void AddTo(Command command)
    {
        command.Add(Device);
        command.Add(MemoryLimit);
    }

    /// <summary>As the command line and the environment say.</summary>
    public (DeviceRequest? Request, string? Problem) Read(ParseResult result)
    {
        var given = new GivenSettings(result, SettingsFile.Empty);
        var request = Read(given);
        return given.Problem is null ? (request, null) : (null, given.Problem);
    }

    /// <summary>What is wrong, the settings then know.</summary>
    public DeviceRequest Read(GivenSettings given)
    {
        var ((device, where), (memory, line)) = (given.Of(Device), given.Of(MemoryLimit));
        if (!Enum.TryParse<DeviceChoice>(device, ignoreCase: true, out var choice) || !Enum.IsDefined(choice) || int.TryParse(device, out _))
            given.Refuse($"{where}: \"{device}\" is not one of {Choices}.");
        if (memory.Length == 0)
            return new(choice);
        if (!int.TryParse(memory, out var limit) || limit <= 0)
            given.Refuse($"{line}: \"{memory}\" is not a whole number of MiB from 1 to {int.MaxValue}.");
        return new(choice, limit);
    }
}
