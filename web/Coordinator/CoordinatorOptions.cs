using System.ComponentModel.DataAnnotations;

namespace LaionGrid.Web.Coordinator;

/// <summary>Where the coordinator is and how long the site waits for it.</summary>
internal sealed class CoordinatorOptions
{
    public const string Section = "Coordinator";

    /// <summary>Absolute http or https address of the coordinator. Default "http://localhost:5081".</summary>
    [Required(ErrorMessage = "Coordinator:Address is empty. Give the coordinator's address, such as http://localhost:5081.")]
    [RegularExpression("(?i)https?://[^/]+/?", ErrorMessage = "Coordinator:Address must be an http or https address without a path, such as http://localhost:5081.")]
    public string Address { get; set; } = "http://localhost:5081";

    /// <summary>Longest wait for one answer, 0.1 s to 1 min. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00", ErrorMessage = "Coordinator:Timeout must be 00:00:00.1 to 00:01:00.")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);
}
