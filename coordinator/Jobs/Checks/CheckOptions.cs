using System.ComponentModel.DataAnnotations;

namespace LaionGrid.Coordinator.Jobs.Checks;

/// <summary>What becomes of pictures whose bundle has no networks that judge safety.</summary>
internal enum UnscoredPictures
{
    /// <summary>Shown as safe ones are.</summary>
    Trust,

    /// <summary>Shown blurred until a moderator clears them.</summary>
    Blur,

    /// <summary>Withheld until a moderator clears them.</summary>
    Moderator,
}

/// <summary>From which scores on a picture is blurred or withheld, and which pictures public lists show.</summary>
internal sealed class CheckOptions
{
    public const string Section = "Checks";

    /// <summary>Least "nsfw" score of a picture that is withheld until a moderator looks, 0 to 1. Default 0.9.</summary>
    [Range(0.0, 1.0, ErrorMessage = "Checks:UnsafeFrom must be 0 to 1.")]
    public double UnsafeFrom { get; set; } = 0.9;

    /// <summary>Least "nsfw" score of a picture that is shown blurred, 0 to 1; not above UnsafeFrom to have a meaning. Default 0.5.</summary>
    [Range(0.0, 1.0, ErrorMessage = "Checks:UncheckedFrom must be 0 to 1.")]
    public double UncheckedFrom { get; set; } = 0.5;

    /// <summary>For bundles without such networks: Trust, Blur or Moderator. Default Trust.</summary>
    public UnscoredPictures Unscored { get; set; } = UnscoredPictures.Trust;

    /// <summary>Whether public lists hold unchecked pictures too, which the site blurs. Default false: safe ones only.</summary>
    public bool ListUnchecked { get; set; }
}
