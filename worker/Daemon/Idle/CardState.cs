using System.Text.Json.Serialization;

namespace LaionGrid.Worker.Idle;

/// <summary>One card as its driver sees it; null for what it does not tell.</summary>
/// <param name="TotalMiB">0 when it does not tell.</param>
/// <param name="FreeMiB">Of the whole card, whoever uses the rest.</param>
internal sealed record CardState(string Name, long TotalMiB, long FreeMiB, int? Celsius, double? Watts, int? UtilisationPercent)
{
    /// <summary>Stays the same as long as the card is in the machine: a serial number, or its place on the bus.</summary>
    public string Id { get; init; } = "";

    /// <summary>The driver and its version, such as "NVIDIA 570.86"; empty when that does not tell.</summary>
    public string Driver { get; init; } = "";

    /// <inheritdoc cref="MachineState.OtherPrograms"/>
    public IReadOnlyList<string> OtherPrograms { get; init; } = [];

    public long UsedMiB => TotalMiB - FreeMiB;

    [JsonIgnore]
    public Reading? Heat => Celsius is { } celsius ? new(Name, celsius) : null;

    [JsonIgnore]
    public Reading? Power => Watts is { } watts ? new(Name, watts) : null;
}
