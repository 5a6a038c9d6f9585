using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace LaionGrid.Worker;

/// <summary>The log as an owner reads it: a time and a sentence, one line an event, without colours or categories.</summary>
internal sealed class StoryFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "story";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var mark = logEntry.LogLevel switch { >= LogLevel.Error => "ERROR  ", LogLevel.Warning => "NOTE  ", _ => "" };
        textWriter.WriteLine($"{time.GetLocalNow():HH:mm:ss}  {mark}{logEntry.Formatter(logEntry.State, null)}");
        if (logEntry.Exception is { } error)
            textWriter.WriteLine(error);
    }
}
