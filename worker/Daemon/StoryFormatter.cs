using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace LaionGrid.Worker;

/// <summary>The log as an owner reads it: a time and a sentence, one line an event, without colours or categories; of several devices with the name of the one it is about.</summary>
internal sealed class StoryFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "story";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var mark = logEntry.LogLevel switch { >= LogLevel.Error => "ERROR  ", LogLevel.Warning => "NOTE  ", _ => "" };
        textWriter.Write($"{time.GetLocalNow():HH:mm:ss}  {mark}");
        scopeProvider?.ForEachScope((scope, line) => line.Write(scope is string device ? $"{device}: " : ""), textWriter);
        textWriter.WriteLine(logEntry.Formatter(logEntry.State, null));
        if (logEntry.Exception is { } error)
            textWriter.WriteLine(error);
    }
}
