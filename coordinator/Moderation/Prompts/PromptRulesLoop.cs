using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Moderation.Prompts;

/// <summary>Takes up a changed rules' file within seconds. One that cannot be used changes nothing, and the log says what is wrong with it.</summary>
internal sealed partial class PromptRulesLoop(CurrentPromptRules current, TimeProvider time, ILogger<PromptRulesLoop> logger) : Loop(time, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time = time;

    protected override Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Interval, _time, cancellationToken);

    public override Task RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (current.Refresh())
                LogChanged(current.Rules.Families.Count);
        }
        catch (PromptRulesException error)
        {
            LogUnusable(error.Message);
        }
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The prompt rules were read again: {Families} families hold from now on.")]
    private partial void LogChanged(int families);

    [LoggerMessage(Level = LogLevel.Error, Message = "The prompt rules stay as they were. {Reason}")]
    private partial void LogUnusable(string reason);
}
