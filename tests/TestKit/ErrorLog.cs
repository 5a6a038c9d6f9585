using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace LaionGrid.TestKit;

/// <summary>Keeps every line that a host logs as an error or worse: a test that provokes it with hostile messages wants none.</summary>
public sealed class ErrorLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>Category, message and exception of each, oldest first.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _lines);

    public void Dispose()
    {
        // Nothing is held but the lines, which outlive the host on purpose.
    }

    private sealed class Logger(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel) && !IsCallersEnd(exception))
                lines.Enqueue($"{category}: {formatter(state, exception)} {exception}");
        }

        /// <summary>gRPC reads a call's message before our edge does, and logs as an error that the caller left before it was read.</summary>
        private bool IsCallersEnd(Exception? exception) =>
            category.StartsWith("Grpc.", StringComparison.Ordinal) && exception is IOException { Message: "The client reset the request stream." };
    }
}
