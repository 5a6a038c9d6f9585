namespace LaionGrid.Worker.Audit;

/// <summary>The log is not what it must be. The message says what is wrong with what, for the owner.</summary>
internal sealed class LogFaultException(string message) : Exception(message);

/// <summary>Nothing could be found out. The message says why and what to do.</summary>
internal sealed class NotCheckedException(string message) : Exception(message);
