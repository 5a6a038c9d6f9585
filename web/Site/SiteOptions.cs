using System.ComponentModel.DataAnnotations;

namespace LaionGrid.Web.Site;

/// <summary>What the site tells visitors about itself.</summary>
internal sealed class SiteOptions
{
    public const string Section = "Site";

    /// <summary>Folder of what the site must not lose. Relative to the working folder. Default "data/site".</summary>
    [Required(ErrorMessage = "Site:Folder is empty. Name a folder that this user may write.")]
    public string Folder { get; set; } = "data/site";

    /// <summary>Address that volunteers' workers connect to. Default "http://localhost:5081".</summary>
    [RegularExpression("(?i)https?://[^\\s/]+/?", ErrorMessage = "Site:PublicCoordinator must be an http or https address without a path, such as https://grid.example.org.")]
    public string PublicCoordinator { get; set; } = "http://localhost:5081";

    /// <summary>Address that people reach this site at, for links that leave it. Empty, the default: as the request names it.</summary>
    [RegularExpression("(?i)https?://[^\\s/]+/?", ErrorMessage = "Site:PublicAddress must be empty or an http or https address without a path, such as https://pictures.example.org.")]
    public string PublicAddress { get; set; } = "";

    /// <summary>Where volunteers clone the source from. Empty, the default: the page tells them to ask the operator.</summary>
    [RegularExpression("(?i)https?://\\S+", ErrorMessage = "Site:Repository must be empty or an http or https address that git can clone.")]
    public string Repository { get; set; } = "";

    public string PathOf(string name) => Path.Combine(Path.GetFullPath(Folder), name);

    /// <summary>Where the worker's releases lie, as eng/install makes them, such as https://grid.example.org/release/. Empty, the default: volunteers build it from source.</summary>
    [RegularExpression("(?i)https?://\\S+", ErrorMessage = "Site:Release must be empty or the http or https address of the folder with the worker's releases.")]
    public string Release { get; set; } = "";

    /// <summary>Absolute address of a path on this site.</summary>
    public string Absolute(HttpRequest request, string path) =>
        (PublicAddress.Length > 0 ? PublicAddress.TrimEnd('/') : $"{request.Scheme}://{request.Host}") + path;
}
