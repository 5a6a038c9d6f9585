using System.ComponentModel.DataAnnotations;

namespace LaionGrid.Coordinator.Ledger.PublicLog;

/// <summary>How the ledger's public log is kept.</summary>
internal sealed class LogOptions
{
    public const string Section = "Log";

    /// <summary>Seconds from one look for new transactions to the next, 1 to 3600. Default 5: as long a transaction may wait for its place and its receipt.</summary>
    [Range(1, 3600, ErrorMessage = "Log:PublishSeconds must be 1 to 3600.")]
    public int PublishSeconds { get; set; } = 5;

    /// <summary>
    /// The log's name in its checkpoints, 1 to 100 visible ASCII letters without "+". Default empty: "laiongrid/" and the first eight digits of its key's
    /// hash. It must not change once machines know it.
    /// </summary>
    [RegularExpression(@"[!-*,-~]{0,100}", ErrorMessage = "Log:Name must be at most 100 visible ASCII letters without blanks and plus signs.")]
    public string Name { get; set; } = "";

    /// <summary>
    /// Signs with the key in the data folder although the log was signed with another one. Default false. For a grid that has lost log.key: every machine that
    /// knows the old key will say so until its owner accepts the new one.
    /// </summary>
    public bool ReplaceKey { get; set; }
}
