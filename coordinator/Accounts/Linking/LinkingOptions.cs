using System.ComponentModel.DataAnnotations;

namespace LaionGrid.Coordinator.Accounts.Linking;

/// <summary>How machines join by a code.</summary>
internal sealed class LinkingOptions
{
    public const string Section = "Linking";

    /// <summary>Where people confirm codes, such as "https://pictures.example.org/link"; machines tell it. Empty, the default: they say only that it is on the grid's site.</summary>
    [RegularExpression("(?i)https?://\\S+", ErrorMessage = "Linking:Page must be empty or the http or https address of the page where people confirm codes, such as https://pictures.example.org/link.")]
    public string Page { get; set; } = "";
}
