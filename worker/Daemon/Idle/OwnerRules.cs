using System.Collections.Frozen;

namespace LaionGrid.Worker.Idle;

/// <summary>When the owner lets this machine be used. The defaults are those of a first start on somebody's home computer.</summary>
internal sealed record OwnerRules
{
    /// <summary>No rule holds; only what the owner says by hand. Default false.</summary>
    public bool Always { get; init; }

    /// <summary>With somebody logged in at a screen: how long no key or mouse was touched. Zero: also while it is in use. Default 5 minutes.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Hours of the week, by the clock on the wall. Default all.</summary>
    public Schedule Schedule { get; init; } = Schedule.Always;

    /// <summary>Also while something fills the screen or another program uses the card. Default false.</summary>
    public bool DuringGames { get; init; }

    /// <summary>Also without mains. Default false.</summary>
    public bool OnBattery { get; init; }

    /// <summary>Also over a network that is paid by what it carries. Default false.</summary>
    public bool OnMetered { get; init; }

    /// <summary>Degrees Celsius of the hottest chip above which it pauses, until it is 10 below. Zero: no limit. Default 85.</summary>
    public double MaxCelsius { get; init; } = 85;

    /// <summary>Watts of the card above which it pauses, until it is a tenth below. Zero: no limit. Default 0.</summary>
    public double MaxWatts { get; init; }

    /// <summary>Free space in MiB where the data folder lies, below which it pauses, until there is a quarter more. Default 1024.</summary>
    public long LeastDiskMiB { get; init; } = 1024;

    /// <summary>Free memory in MiB below which it pauses, until there is half as much again. Default 512.</summary>
    public long LeastMemoryMiB { get; init; } = 512;

    /// <summary>The rules of devices that have some of their own, by label, with what they share with the others. Default none.</summary>
    public IReadOnlyDictionary<string, OwnerRules> OfDevices { get; init; } = FrozenDictionary<string, OwnerRules>.Empty;

    /// <summary>The rules that count for a device.</summary>
    public OwnerRules For(string label) => OfDevices.GetValueOrDefault(label) ?? this;
}
