using System.ComponentModel.DataAnnotations;

namespace LaionGrid.Coordinator.Edge;

/// <summary>Where the coordinator keeps what it must not lose.</summary>
internal sealed class DataOptions
{
    public const string Section = "Data";

    /// <summary>Folder of the SQLite file, the blobs and the operator's key. Relative to the working folder. Default "data/coordinator".</summary>
    [Required(ErrorMessage = "Data:Folder is empty. Name a folder that this user may write.")]
    public string Folder { get; set; } = "data/coordinator";

    public string PathOf(string name) => Path.Combine(Path.GetFullPath(Folder), name);
}
