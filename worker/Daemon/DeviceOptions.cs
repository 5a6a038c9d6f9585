using System.CommandLine;
using LaionGrid.Worker.Rendering;

namespace LaionGrid.Worker;

/// <summary>The options that choose what renders, the same for every command.</summary>
internal sealed class DeviceOptions
{
    private static readonly string Choices = string.Join(", ", Enum.GetNames<DeviceChoice>()).ToLowerInvariant();

    private readonly Option<string?> _device = Setting.Of("--device", "NAME", $"What renders: {Choices}. auto takes a card that is known to do well, or the processor.", "auto");
    private readonly Option<string?> _memory = Setting.Of("--memory-limit", "MIB", "Memory of the device that rendering may use. Without one, all that is free.");

    public void AddTo(Command command)
    {
        command.Add(_device);
        command.Add(_memory);
    }

    public (DeviceRequest? Request, string? Problem) Read(ParseResult result)
    {
        var (device, memory) = (Setting.Text(result, _device), Setting.Text(result, _memory));
        if (!Enum.TryParse<DeviceChoice>(device, ignoreCase: true, out var choice) || !Enum.IsDefined(choice) || int.TryParse(device, out _))
            return (null, $"--device \"{device}\" is not one of {Choices}.");
        if (memory.Length == 0)
            return (new(choice), null);
        return int.TryParse(memory, out var limit) && limit > 0 ? (new(choice, limit), null) : (null, $"--memory-limit \"{memory}\" is not a whole number of MiB from 1 to {int.MaxValue}.");
    }
}
