using System.ComponentModel.DataAnnotations;

namespace LaionGrid.Coordinator.Datasets.Releases;

/// <summary>What of this grid is given away, and when.</summary>
internal sealed class ReleasesOptions
{
    public const string Section = "Releases";

    /// <summary>Folder of the releases; relative to Data:Folder. Default "releases". Several coordinators need the same one to hand all of them out.</summary>
    [Required(ErrorMessage = "Releases:Folder is empty. Name a folder that this user may write.")]
    public string Folder { get; set; } = "releases";

    /// <summary>
    /// Whether this coordinator builds increments and months by itself when they are due. Default false: what is released cannot be called back, so an operator decides that it begins. Tombstones are
    /// kept either way.
    /// </summary>
    public bool IsScheduled { get; set; }

    /// <summary>Least "nsfw" score of a picture that is left out, 0 to 1. Default 0.5.</summary>
    [Range(0.0, 1.0, ErrorMessage = "Releases:UnsafeFrom must be 0 to 1.")]
    public double UnsafeFrom { get; set; } = 0.5;

    /// <summary>SPDX ids of the licences of models whose output is released, separated by commas. Default "CC0-1.0,Apache-2.0,MIT,BSD-3-Clause,CC-BY-4.0": none of them limits what is made with a model.</summary>
    public string Licences { get; set; } = "CC0-1.0,Apache-2.0,MIT,BSD-3-Clause,CC-BY-4.0";

    /// <summary>Pictures that each author may have in a release, though they are more than a hundredth of it, 0 to 100,000. Default 20.</summary>
    [Range(0, 100_000, ErrorMessage = "Releases:AuthorFloor must be 0 to 100,000.")]
    public int AuthorFloor { get; set; } = 20;

    /// <summary>Pictures of a release whose bytes are in it, the first ones; the others have their rows alone, 0 to 2,147,483,647. Default: all.</summary>
    [Range(0, int.MaxValue, ErrorMessage = "Releases:PicturesWithBytes must be 0 or more.")]
    public int PicturesWithBytes { get; set; } = int.MaxValue;

    /// <summary>Hours after a month was released until it is revised for what its people have withdrawn since, 0 to 8,760. Default 24. What was taken down does not wait.</summary>
    [Range(0, 8_760, ErrorMessage = "Releases:ReviseAfterHours must be 0 to 8,760.")]
    public int ReviseAfterHours { get; set; } = 24;

    /// <summary>Address of the site, which the cards name, such as "https://grid.example". Default "http://localhost:5080".</summary>
    [Url(ErrorMessage = "Releases:Site is no address. Give the site's, such as https://grid.example.")]
    public string Site { get; set; } = "http://localhost:5080";

    public TimeSpan ReviseAfter => TimeSpan.FromHours(ReviseAfterHours);

    public IReadOnlySet<string> CleanLicences => Licences.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
