using System.ComponentModel.DataAnnotations;

namespace LaionGrid.Coordinator.Moderation;

/// <summary>What this grid's operator wants refused, and for how long.</summary>
internal sealed class ModerationOptions
{
    public const string Section = "Moderation";

    /// <summary>File of the prompt rules; relative to Data:Folder. Default "prompts.rules". Where there is none, the built-in rules hold.</summary>
    [Required(ErrorMessage = "Moderation:PromptRules is empty. Name a file; where there is none, the built-in rules hold.")]
    public string PromptRules { get; set; } = "prompts.rules";

    /// <summary>Ends each refusal of a prompt: how to object. At most 300 characters.</summary>
    [StringLength(300, ErrorMessage = "Moderation:Appeal has more than 300 characters. Shorten it.")]
    public string Appeal { get; set; } = "If you think that this is a mistake, say so at /appeal on this site.";

    /// <summary>Refused prompts that one asker may send before it has to wait, 0 to 100. Default 3; each hour without one forgets one.</summary>
    [Range(0, 100, ErrorMessage = "Moderation:FreeRefusals must be 0 to 100.")]
    public int FreeRefusals { get; set; } = 3;

    /// <summary>Longest time-out of one who goes on sending refused prompts, in minutes, 1 to 10,080. Default 1,440. The first is a minute, and each is twice the one before.</summary>
    [Range(1, 10_080, ErrorMessage = "Moderation:MaxTimeoutMinutes must be 1 to 10,080.")]
    public int MaxTimeoutMinutes { get; set; } = 1_440;

    /// <summary>Reports that one reporter may send in an hour, 1 to 1,000. Default 10.</summary>
    [Range(1, 1000, ErrorMessage = "Moderation:ReportsPerHour must be 1 to 1,000.")]
    public int ReportsPerHour { get; set; } = 10;

    /// <summary>Reports that this coordinator takes in an hour from all, 1 to 1,000,000. Default 1,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Moderation:AllReportsPerHour must be 1 to 1,000,000.")]
    public int AllReportsPerHour { get; set; } = 1_000;

    /// <summary>
    /// Days that the bytes of a picture which was taken down are kept, 0 to 3,650, readable by nobody through the grid: for appeals, and where the law wants them
    /// preserved. Default 30.
    /// </summary>
    [Range(0, 3650, ErrorMessage = "Moderation:HoldDays must be 0 to 3,650.")]
    public int HoldDays { get; set; } = 30;

    public TimeSpan Hold => TimeSpan.FromDays(HoldDays);

    public TimeSpan MaxTimeout => TimeSpan.FromMinutes(MaxTimeoutMinutes);
}
