using System.ComponentModel.DataAnnotations;

namespace LaionGrid.Coordinator.Verification;

/// <summary>How much of the work is checked.</summary>
internal sealed class VerificationOptions
{
    public const string Section = "Verification";

    /// <summary>Attempts of a contributor that are all audited before any is taken on standing, 0 to 10,000. Default 20.</summary>
    [Range(0, 10_000, ErrorMessage = "Verification:ProvingAudits must be 0 to 10,000.")]
    public int ProvingAudits { get; set; } = 20;

    /// <summary>Share of a proven contributor's attempts that is audited, 0.01 to 1: it never reaches zero. Default 0.1.</summary>
    [Range(0.01, 1.0, ErrorMessage = "Verification:SteadyRate must be 0.01 to 1.")]
    public double SteadyRate { get; set; } = 0.1;
}
