namespace LaionGrid.Worker.Local;

/// <summary>What was asked for on the command line cannot be; the message is for the person.</summary>
internal sealed class LocalException(string message) : Exception(message);
