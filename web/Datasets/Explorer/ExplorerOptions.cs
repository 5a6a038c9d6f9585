using System.ComponentModel.DataAnnotations;

namespace LaionGrid.Web.Datasets.Explorer;

/// <summary>How much the explorer gives to one visitor.</summary>
internal sealed class ExplorerOptions
{
    public const string Section = "Explorer";

    /// <summary>For how long one query of a visitor's own may run, in milliseconds, 100 to 60,000. Default 2,000.</summary>
    [Range(100, 60_000, ErrorMessage = "Explorer:SqlMilliseconds must be 100 to 60000.")]
    public int SqlMilliseconds { get; set; } = 2000;

    /// <summary>Rows that such a query gives at most, 1 to 10,000. Default 1,000.</summary>
    [Range(1, 10_000, ErrorMessage = "Explorer:SqlRows must be 1 to 10000.")]
    public int SqlRows { get; set; } = 1000;

    /// <summary>Such queries, and exports, at once, of each, 1 to 64. Default 2. Whoever comes beyond is asked to come again.</summary>
    [Range(1, 64, ErrorMessage = "Explorer:AtOnce must be 1 to 64.")]
    public int AtOnce { get; set; } = 2;

    /// <summary>Rows that one export gives at most, 1 to 100,000,000. Default 2,000,000; the name of a file that was cut says how many rows it has.</summary>
    [Range(1, 100_000_000, ErrorMessage = "Explorer:ExportRows must be 1 to 100000000.")]
    public int ExportRows { get; set; } = 2_000_000;

    /// <summary>For how long one export may be read, in seconds, 1 to 86,400. Default 1,800. Whoever reads more slowly is cut off, so that nobody holds a turn for ever.</summary>
    [Range(1, 86_400, ErrorMessage = "Explorer:ExportSeconds must be 1 to 86400.")]
    public int ExportSeconds { get; set; } = 1800;
}
