using System.Text.RegularExpressions;
using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Rendering;

namespace LaionGrid.Worker.Loop;

/// <summary>What the owner asked for, checked.</summary>
internal sealed partial record WorkerSettings
{
    public required Uri Coordinator { get; init; }

    /// <summary>Holds the identity and the bundles. One running worker a folder.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Shown on pictures; empty lets the coordinator make one up.</summary>
    public string Name { get; init; } = "";

    /// <summary>The account that gets the credit; empty means one named like the worker.</summary>
    public string Contributor { get; init; } = "";

    /// <summary>A person's key, or the operator's for a referee; empty when there is none. Never logged.</summary>
    public string JoiningKey { get; init; } = "";

    public bool IsReferee { get; init; }

    /// <summary>Whether a volunteer's worker checks others' work too, when the grid trusts it enough to ask.</summary>
    public bool TakesChecks { get; init; } = true;

    /// <summary>Whether this program keeps itself up to date, where it can.</summary>
    public bool TakesUpdates { get; init; } = true;

    /// <summary>Bytes that all bundles together may take of the disk; null for no limit.</summary>
    public long? DiskLimit { get; init; }

    /// <summary>What renders, each for itself; never empty.</summary>
    public IReadOnlyList<DeviceRequest> Devices { get; init; } = [new(DeviceChoice.Auto)];

    /// <summary>When this machine may be used.</summary>
    public OwnerRules Rules { get; init; } = new();

    /// <summary>Null when the name is fit to be shown; otherwise what is wrong with it.</summary>
    public static string? CheckName(string option, string name) => name.Length == 0 || AllowedName().IsMatch(name)
        ? null
        : $"{option} \"{name}\" is not a name: 1 to 40 letters, digits, spaces, '-', '_' or '.', beginning and ending with a letter or digit.";

    /// <summary>Without the key: records print their members, and a log must not.</summary>
    public override string ToString() => $"worker for {Coordinator} in {DataFolder}";

    [GeneratedRegex(@"^(?=.{1,40}\z)[A-Za-z0-9]([A-Za-z0-9 ._-]*[A-Za-z0-9])?\z")]
    private static partial Regex AllowedName();
}
