using System.ComponentModel.DataAnnotations;

namespace LaionGrid.Coordinator.Models;

/// <summary>Which models the grid offers.</summary>
internal sealed class ModelsOptions
{
    public const string Section = "Models";

    /// <summary>Folder whose sub-folders are bundles, each with a bundle.json. Default "models".</summary>
    [Required(ErrorMessage = "Models:Folder is empty. Point it at a folder of bundles, such as models.")]
    public string Folder { get; set; } = "models";

    /// <summary>
    /// PEM file with the public key that bundles' tolerance.json must be signed with. Default empty: the tolerance.pub that lies beside each, which is as much worth as
    /// whoever can write into the folder.
    /// </summary>
    public string ToleranceKey { get; set; } = "";

    /// <summary>Id of the bundle for requests that name none. Default "pocket"; when it is absent, the first by id.</summary>
    public string Default { get; set; } = "pocket";
}
