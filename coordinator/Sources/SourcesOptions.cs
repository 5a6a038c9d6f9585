using System.ComponentModel.DataAnnotations;

namespace LaionGrid.Coordinator.Sources;

/// <summary>Pictures that people bring to begin from.</summary>
internal sealed class SourcesOptions
{
    public const string Section = "Sources";

    /// <summary>Whether pictures may begin from others at all. Default true.</summary>
    public bool AreTaken { get; set; } = true;

    /// <summary>Minutes that one is kept which no request begins from, 1 to 1,440. Default 60.</summary>
    [Range(1, 1440, ErrorMessage = "Sources:KeepMinutes must be 1 to 1,440.")]
    public int KeepMinutes { get; set; } = 60;

    /// <summary>Different ones that no request begins from, for each requester, 1 to 1,000. Default 32.</summary>
    [Range(1, 1000, ErrorMessage = "Sources:MostEach must be 1 to 1,000.")]
    public int MostEach { get; set; } = 32;

    public TimeSpan Keeps => TimeSpan.FromMinutes(KeepMinutes);
}
