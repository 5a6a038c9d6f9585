using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Intake;
using LaionGrid.Coordinator.Jobs.Queue;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Moderation.Prompts;

/// <summary>Refuses prompts that the rules forbid and says why, never by which words; who goes on sending them has to wait longer each time.</summary>
internal sealed class ScreenPrompts(CurrentPromptRules current, ProbeBook probes, IOptions<ModerationOptions> options)
{
    /// <summary>Null when it may be rendered.</summary>
    public Refusal? Check(Ask ask, Caller caller)
    {
        var asker = FairShareKey.Of(caller.AccountId, ask.Requester);
        if (probes.Remaining(asker) is var wait && wait > TimeSpan.Zero)
            return Paused(wait);
        if (current.Rules.Judge(ask.Prompt, ask.NegativePrompt) is not { } found)
            return null;
        if (!found.Family.IsInnocent)
            probes.Refused(asker);
        return Refusal.Invalid($"policy.{found.Family.Name}", found.IsNegative ? "negative_prompt" : "prompt", $"{found.Family.Says} {found.Family.Change} {options.Value.Appeal}".TrimEnd());
    }

    private Refusal Paused(TimeSpan wait)
    {
        var minutes = (int)Math.Ceiling(wait.TotalMinutes);
        var span = minutes == 1 ? "a minute" : minutes < 120 ? $"{minutes} minutes" : $"{(int)Math.Ceiling(wait.TotalHours)} hours";
        return new(RefusalKind.TooMany, "policy.paused", $"Several prompts from here were refused one after the other, so nothing is taken from here for {span}. Ask again then, for something else. {options.Value.Appeal}".TrimEnd(), RetryAfter: wait);
    }
}
