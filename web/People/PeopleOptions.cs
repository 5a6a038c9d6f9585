using System.ComponentModel.DataAnnotations;

namespace LaionGrid.Web.People;

/// <summary>Where people are kept, and what is asked of them.</summary>
internal sealed class PeopleOptions
{
    public const string Section = "People";

    /// <summary>PostgreSQL connection string of the people's database, for several sites that share it. Empty, the default: the SQLite file people.db in Site:Folder.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>Days until a new account is trusted, if its e-mail address is confirmed or it has contributed. 0 to 365. Default 7.</summary>
    [Range(0, 365, ErrorMessage = "People:TrustedAfterDays must be 0 to 365.")]
    public int TrustedAfterDays { get; set; } = 7;

    /// <summary>Days after which a browser that was not seen is signed out. 1 to 180. Default 30.</summary>
    [Range(1, 180, ErrorMessage = "People:SessionDays must be 1 to 180.")]
    public int SessionDays { get; set; } = 30;

    /// <summary>Forms about signing in that one address of the network may send in a minute. 1 to 100000. Default 30.</summary>
    [Range(1, 100_000, ErrorMessage = "People:FormsPerMinute must be 1 to 100000.")]
    public int FormsPerMinute { get; set; } = 30;
}
